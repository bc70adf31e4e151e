using EventChat.Api.Auth;
using EventChat.Api.Workspaces;
using EventChat.Commands.Apps;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Api.Apps;

/// <summary>Apps and the accounts of their bots: name, account and membership, in this order, so that a repeat goes on where a first try was cut short.</summary>
internal sealed class Bots(CommandHandler commands, NameRegistry names, Departures departures, TimeProvider clock)
{
    /// <summary>The id of the app says which account its bot has, and that account says which workspace the app is of.</summary>
    public static UserId BotOf(AppId app) => Id.Derive<UserId>('U', "bot", app.ToString());

    /// <param name="usernames">The first of them that nobody else has becomes the bot's.</param>
    public async Task<CommandResult> Create(CreateApp command, IReadOnlyList<string> usernames, Caller caller, CancellationToken ct)
    {
        var foreseen = await commands.Ask<Workspace, Refusal?>(
            command.Stream, (w, _) => command.Decide(w, new(caller, clock.GetUtcNow())).Refusal, ct);
        if (foreseen is not null) return CommandResult.Of(foreseen);

        var registered = await Register(command, usernames, caller, ct);
        return registered.Refusal is null ? await commands.Handle(command, caller, ct) : registered;
    }

    private async Task<CommandResult> Register(CreateApp command, IReadOnlyList<string> usernames, Caller caller, CancellationToken ct)
    {
        var bot = command.BotUserId;
        if (await UsernameOf(bot, ct) is { Length: > 0 } earlier) usernames = [earlier];
        Refusal? refusal = null;
        foreach (var username in usernames)
        {
            refusal = await names.Take(Accounts.Usernames, LookAlike.Of(username), bot.ToString(), StreamName.For(bot), new UsernameTaken(username), caller, ct);
            if (refusal is null) return await commands.Handle(new RegisterUser(bot, username, command.Name, "", new(command.AppId, command.WorkspaceId)), caller, ct);
        }

        return CommandResult.Of(refusal!);
    }

    /// <summary>The tokens end with the first event; the answer waits until the bot is out of every channel.</summary>
    public async Task<CommandResult> Remove(WorkspaceId workspace, AppId app, Caller caller, CancellationToken ct)
    {
        var result = await commands.Handle(new RemoveApp(workspace, app), caller, ct);
        if (result.Refusal is not null) return result;
        return await departures.FinishEarlier(workspace, BotOf(app), ct) is { } unfinished ? CommandResult.Of(unfinished) : result;
    }

    /// <returns>Null where there never was such an app.</returns>
    public Task<WorkspaceId?> HomeOf(AppId app, CancellationToken ct) =>
        commands.Ask<User, WorkspaceId?>(StreamName.For(BotOf(app)), static (user, _) => user.Bot?.WorkspaceId, ct);

    public Task<string> UsernameOf(UserId bot, CancellationToken ct) => commands.Ask<User, string>(StreamName.For(bot), static (user, _) => user.Username, ct);
}
