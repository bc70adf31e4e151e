using System.Security.Cryptography;
using System.Text;
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
    private byte[]? server;

    public async ValueTask<string> Draw(WorkspaceId workspace, UserId maker, string? key, CancellationToken ct)
    {
        if (key is null) return InviteCode.Of(workspace, RandomNumberGenerator.GetBytes(InviteCode.SecretBytes));
        server ??= await secrets.Find(Purpose, ct);
        return InviteCode.Of(workspace, HMACSHA256.HashData(server, Encoding.UTF8.GetBytes($"{workspace}{maker}{key}")).AsSpan(0, InviteCode.SecretBytes));
    }
}
