using System.Text.RegularExpressions;
using EventChat.Api.Auth;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Users;

namespace EventChat.Api.Apps;

/// <summary>Accounts that nobody signs in to, and the names that they are mentioned by.</summary>
internal sealed partial class BotAccounts(CommandHandler commands, NameRegistry names)
{
    /// <summary>A username has 32 characters at most.</summary>
    private const int MaxBase = 25;

    /// <param name="usernames">The first of them that nobody else has becomes the bot's.</param>
    public async Task<CommandResult> Register(UserId bot, BotOf of, string name, IReadOnlyList<string> usernames, Caller caller, CancellationToken ct)
    {
        if (await UsernameOf(bot, ct) is { Length: > 0 } earlier) usernames = [earlier];
        Refusal? refusal = null;
        foreach (var username in usernames)
        {
            refusal = await names.Take(Accounts.Usernames, LookAlike.Of(username), bot.ToString(), StreamName.For(bot), new UsernameTaken(username), caller, ct);
            if (refusal is null) return await commands.Handle(new RegisterUser(bot, username, name, "", of), caller, ct);
        }

        return CommandResult.Of(refusal!);
    }

    public Task<string> UsernameOf(UserId bot, CancellationToken ct) => commands.Ask<User, string>(StreamName.For(bot), static (user, _) => user.Username, ct);

    /// <returns>Null where there never was such a bot.</returns>
    public Task<WorkspaceId?> HomeOf(UserId bot, CancellationToken ct) =>
        commands.Ask<User, WorkspaceId?>(StreamName.For(bot), static (user, _) => user.Bot?.WorkspaceId, ct);

    /// <summary>Usernames that read like the name, with a dash for what a username may not have; names are everybody's, so the second has a piece of the id as well.</summary>
    /// <param name="id">Of what the bot is the bot of.</param>
    public static string[] NamesFor(string name, string id)
    {
        var (username, own) = (Stranger().Replace(name.Trim().ToLowerInvariant(), "-").Trim('-', '.', '_'), id[^6..].ToLowerInvariant());
        if (username.Length > MaxBase) username = username[..MaxBase].TrimEnd('-', '.', '_');
        return username.Length < 2 ? [$"bot-{own}"] : [username, $"{username}-{own}"];
    }

    [GeneratedRegex("[^a-z0-9._]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Stranger();
}
