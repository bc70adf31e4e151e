using EventChat.Adapters.Accounts;
using EventChat.Projections.Subscriptions;

namespace EventChat.Adapters.Subscriptions;

/// <summary>
/// The secrets that deliveries are signed with, as Standard Webhooks writes them: each is made of whom it is for, the generation and a key that only the servers have, so that it is
/// stored nowhere and every node knows it.
/// </summary>
public sealed class WebhookSecrets(ServerSecrets secrets)
{
    private const string Purpose = "webhook secrets", Prefix = "whsec_";

    public async ValueTask<string> Of(string signer, int generation, CancellationToken ct) =>
        Prefix + Convert.ToBase64String(await secrets.Sign(Purpose, $"{signer}:{generation}", ct));

    /// <summary>All that count now, the newest first.</summary>
    public async ValueTask<IReadOnlyList<string>> Of(WebhookAddress address, DateTimeOffset now, CancellationToken ct)
    {
        var newest = await Of(address.Signer, address.Generation, ct);
        return address.OldSecretEndsAt > now ? [newest, await Of(address.Signer, address.Generation - 1, ct)] : [newest];
    }
}
