using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EventChat.Adapters.Accounts;
using EventChat.Events;

namespace EventChat.Api.Interactions;

/// <summary>Somebody did something that an app is asked about.</summary>
internal sealed record Asked(Guid Id, WorkspaceId WorkspaceId, AppId AppId, UserId Bot, ChannelId ChannelId, UserId User, int? ThreadRoot);

/// <summary>What an app needs to answer later. It says what was asked, and a seal under a key that only the servers have says that it was asked, so nothing is kept.</summary>
internal sealed class ResponseTokens(ServerSecrets secrets, TimeProvider clock)
{
    private const string Purpose = "response tokens";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    public async ValueTask<(string Token, DateTimeOffset Ends)> Write(Asked asked, CancellationToken ct)
    {
        var ends = clock.GetUtcNow() + Life;
        var said = string.Create(
            CultureInfo.InvariantCulture, $"{asked.Id:N}.{asked.WorkspaceId}.{asked.AppId}.{asked.Bot}.{asked.ChannelId}.{asked.User}.{asked.ThreadRoot ?? 0}.{ends.ToUnixTimeSeconds()}");
        return (Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{said}.{Convert.ToHexStringLower(await secrets.Sign(Purpose, said, ct))}")), ends);
    }

    /// <returns>Null for one that nobody was given, or that has ended.</returns>
    public async ValueTask<Asked?> Read(string token, CancellationToken ct)
    {
        if (token.Length > 1_000 || !Base64Url.IsValid(token)) return null;
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        if (text.LastIndexOf('.') is not (> 0 and var end)) return null;
        var seal = Convert.ToHexStringLower(await secrets.Sign(Purpose, text[..end], ct));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(seal), Encoding.UTF8.GetBytes(text[(end + 1)..]))) return null;

        var parts = text[..end].Split('.');
        if (DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[7], CultureInfo.InvariantCulture)) <= clock.GetUtcNow()) return null;
        var root = int.Parse(parts[6], CultureInfo.InvariantCulture);
        return new(
            Guid.Parse(parts[0]), Id.Parse<WorkspaceId>(parts[1]), Id.Parse<AppId>(parts[2]), Id.Parse<UserId>(parts[3]), Id.Parse<ChannelId>(parts[4]), Id.Parse<UserId>(parts[5]),
            root == 0 ? null : root);
    }
}
