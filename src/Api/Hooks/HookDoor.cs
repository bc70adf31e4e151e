using System.Security.Cryptography;
using System.Text;
using EventChat.Adapters.Accounts;
using EventChat.Api.Apps;
using EventChat.Commands.Handling;
using EventChat.Commands.Hooks;
using EventChat.Commands.Names;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Api.Hooks;

/// <summary>
/// Draws the secrets in addresses of hooks, and judges them. The last 40 bits are a seal under a key that only the servers have, so that what somebody made up is refused
/// without asking the log; whether a hook counts says the state at the head of its workspace's stream, so one that was removed takes nothing more, on every node.
/// </summary>
internal sealed class HookDoor(CommandHandler commands, BotAccounts accounts, ServerSecrets secrets)
{
    private const string Seals = "hook token seals", Draws = "hook tokens";
    private const int SealBytes = 5, ChanceBytes = HookToken.Bytes - SealBytes;

    /// <summary>The id of the hook says which account its bot has, and that account says which workspace the hook is of.</summary>
    public static UserId BotOf(HookId hook) => Id.Derive<UserId>('U', "hook bot", hook.ToString());

    /// <param name="key">The idempotency key and what it counts for, so that a repeat is told the same; null for a token that nobody can ask for again.</param>
    public async ValueTask<string> Draw(string? key, CancellationToken ct)
    {
        var chance = key is null ? RandomNumberGenerator.GetBytes(ChanceBytes) : (await secrets.Sign(Draws, key, ct))[..ChanceBytes];
        var seal = await Seal(chance, ct);
        return HookToken.Of([.. chance, .. seal]);
    }

    /// <returns>Null for a token that does not count, or not any more.</returns>
    public async ValueTask<(WorkspaceId Workspace, Hook Hook)?> Check(string token, CancellationToken ct)
    {
        if (HookToken.Read(token) is not { } secret) return null;
        var seal = await Seal(secret[..ChanceBytes], ct);
        if (!CryptographicOperations.FixedTimeEquals(secret.AsSpan(ChanceBytes), seal)) return null;
        var owner = await commands.Ask<NameReservation, string?>(HookToken.StreamOf(token), static (name, _) => name.Owner, ct);
        if (!Id.TryParse<HookId>(owner, out var id) || await accounts.HomeOf(BotOf(id), ct) is not { } workspace) return null;

        var hash = Encoding.ASCII.GetBytes(HookToken.Hash(token));
        var found = await commands.Ask<Workspace, Hook?>(
            StreamName.For(workspace),
            (w, _) => w.Hooks.Find(id) is { } hook && !w.IsDeleted && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hook.TokenHash), hash) ? hook : null, ct);
        return found is null ? null : (workspace, found);
    }

    private async ValueTask<byte[]> Seal(byte[] chance, CancellationToken ct) => (await secrets.Sign(Seals, Convert.ToHexString(chance), ct))[..SealBytes];
}
