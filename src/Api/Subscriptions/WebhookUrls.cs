using EventChat.Adapters.Subscriptions;
using EventChat.Api.Http;
using EventChat.Commands.Subscriptions;

namespace EventChat.Api.Subscriptions;

/// <summary>Addresses that apps name.</summary>
internal static class WebhookUrls
{
    /// <summary>An unencrypted one only where whoever runs the server has opened networks that are not public.</summary>
    public static FieldInvalid? Refuses(string? value, WebhookOptions options) =>
        value is { Length: <= CreateSubscription.MaxUrlLength } && Fields.IsText(value) && Uri.TryCreate(value, UriKind.Absolute, out var url) && url.UserInfo.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (options.AllowedRanges.Length > 0 && url.Scheme == Uri.UriSchemeHttp))
            ? null
            : new("url", $"'url' is an address that begins with https://, of at most {CreateSubscription.MaxUrlLength} characters and without a password in it.");
}
