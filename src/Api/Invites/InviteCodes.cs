using System.Security.Cryptography;
using EventChat.Adapters.Accounts;
using EventChat.Commands.Invites;
using EventChat.Events;

namespace EventChat.Api.Invites;

/// <summary>
/// Draws codes. Under an idempotency key the code is made of that key and of one that only the servers have, so that a repeat is told the same code
/// although it is kept nowhere.
/// </summary>
internal sealed class InviteCodes(ServerSecrets secrets)
{
    private const string Purpose = "invite codes";

    public async ValueTask<string> Draw(WorkspaceId workspace, UserId maker, string? key, CancellationToken ct) => InviteCode.Of(
        workspace,
        key is null
            ? RandomNumberGenerator.GetBytes(InviteCode.SecretBytes)
            : (await secrets.Sign(Purpose, $"{workspace}{maker}{key}", ct))[..InviteCode.SecretBytes]);
}
