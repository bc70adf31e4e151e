using System.ComponentModel.DataAnnotations;
using System.Net;
using EventChat.Adapters.Http;
using EventChat.Projections.Subscriptions;
using Microsoft.Extensions.Options;

namespace EventChat.Adapters.Subscriptions;

/// <summary>What apps are told by webhook.</summary>
public sealed class WebhookOptions : IValidatableObject
{
    public const string Section = "Webhooks";

    /// <summary>Networks that are not public and may be posted to all the same, on any port, separated by commas, like <c>10.0.0.0/8</c>.</summary>
    public string AllowedRanges { get; set; } = "";

    /// <summary>Where apps find this server, for addresses that they are given, like <c>https://chat.example.org</c>; without it, where whoever asks them found it.</summary>
    public string BaseUrl { get; init; } = "";

    /// <summary>Seconds in which an address has to answer.</summary>
    [Range(0.1, 60)] public double TimeoutSeconds { get; init; } = 10;

    /// <summary>Seconds before the second attempt; each later pause is twice as long.</summary>
    [Range(0.01, 3_600)] public double FirstPauseSeconds { get; init; } = 2;

    /// <summary>Seconds that the longest pause lasts.</summary>
    [Range(0.01, 86_400)] public double LongestPauseSeconds { get; init; } = 3_600;

    /// <summary>Hours of trying after which a subscription pauses.</summary>
    [Range(0.0001, 720)] public double GiveUpHours { get; init; } = 72;

    /// <summary>Days for which deliveries are listed.</summary>
    [Range(1, 365)] public int KeepDeliveriesDays { get; init; } = 7;

    public AddressGuard Guard => new([.. Ranges.Select(IPNetwork.Parse)]);

    public DeliveryPace Pace => new(
        TimeSpan.FromSeconds(FirstPauseSeconds), TimeSpan.FromSeconds(LongestPauseSeconds), TimeSpan.FromHours(GiveUpHours), TimeSpan.FromDays(KeepDeliveriesDays));

    private string[] Ranges => AllowedRanges.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (BaseUrl.Length > 0 && (!Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Query.Length + url.Fragment.Length + url.UserInfo.Length > 0))
            yield return new($"{Section}:BaseUrl is where apps find this server, such as https://chat.example.org.");
        if (Ranges.FirstOrDefault(static r => !IPNetwork.TryParse(r, out _)) is { } wrong) yield return new($"{Section}:AllowedRanges has '{wrong}', which is no network such as 10.0.0.0/8.");
    }
}

[OptionsValidator]
internal sealed partial class WebhookOptionsValidator : IValidateOptions<WebhookOptions>;
