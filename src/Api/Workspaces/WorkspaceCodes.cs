using System.Security.Cryptography;
using EventChat.Adapters.Accounts;
using EventChat.Commands.Workspaces;
using EventChat.Events;

namespace EventChat.Api.Workspaces;

/// <summary>
/// Draws codes. Under an idempotency key the code is made of that key and of one that only the servers have, so that a repeat is told the same code
/// although it is kept nowhere.
/// </summary>
internal sealed class WorkspaceCodes(ServerSecrets secrets)
{
    /// <summary>What codes are for.</summary>
    public const string Invites = "invite codes", AppTokens = "app tokens";

    /// <param name="purpose">Another purpose draws other codes.</param>
    /// <param name="key">The idempotency key, and within what it counts; null for a code that nobody can ask for again.</param>
    public async ValueTask<string> Draw(string purpose, WorkspaceId workspace, UserId maker, string? key, CancellationToken ct) => WorkspaceCode.Of(
        workspace,
        key is null
            ? RandomNumberGenerator.GetBytes(WorkspaceCode.SecretBytes)
            : (await secrets.Sign(purpose, $"{workspace}{maker}{key}", ct))[..WorkspaceCode.SecretBytes]);
}
