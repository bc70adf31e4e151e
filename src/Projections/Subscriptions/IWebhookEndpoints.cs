namespace EventChat.Projections.Subscriptions;

/// <summary>Posts what apps are told to the addresses that they named, signed as Standard Webhooks says (https://www.standardwebhooks.com).</summary>
public interface IWebhookEndpoints
{
    /// <param name="id">Of the message, the same for each attempt.</param>
    /// <param name="json">UTF-8, as it is signed.</param>
    /// <param name="most">Bytes of the answer that are read.</param>
    /// <returns>Also where nobody answered; never an exception but for the token's.</returns>
    Task<WebhookAnswer> Post(WebhookAddress address, string id, ReadOnlyMemory<byte> json, string contentType, CancellationToken ct, int most = WebhookAnswer.MaxBody);
}

/// <param name="Signer">Whose secret signs.</param>
/// <param name="Generation">Of the secret.</param>
/// <param name="OldSecretEndsAt">Until then the secret before signs too.</param>
public sealed record WebhookAddress(string Url, string Signer, int Generation = 1, DateTimeOffset? OldSecretEndsAt = null);

/// <param name="Status">Null where there was no answer in time.</param>
/// <param name="Error">Why there was none, in a few words.</param>
/// <param name="Body">The beginning of what was answered.</param>
/// <param name="RetryAfter">How long the address wants to be left alone.</param>
public sealed record WebhookAnswer(int? Status, string? Error, string Body, TimeSpan Took, TimeSpan? RetryAfter = null)
{
    public const int MaxBody = 4_096;

    public bool IsTaken => Status is >= 200 and < 300;

    /// <summary>The address will take nothing any more.</summary>
    public bool IsGone => Status == 410;
}
