using EventChat.Api.Workspaces;
using EventChat.Commands.Apps;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;

namespace EventChat.Api.Apps;

/// <summary>Apps and the accounts of their bots: name, account and membership, in this order, so that a repeat goes on where a first try was cut short.</summary>
internal sealed class Bots(CommandHandler commands, BotAccounts accounts, Departures departures, TimeProvider clock)
{
    /// <summary>The id of the app says which account its bot has, and that account says which workspace the app is of.</summary>
    public static UserId BotOf(AppId app) => Id.Derive<UserId>('U', "bot", app.ToString());

    /// <param name="usernames">The first of them that nobody else has becomes the bot's.</param>
    public async Task<CommandResult> Create(CreateApp command, IReadOnlyList<string> usernames, Caller caller, CancellationToken ct)
    {
        var foreseen = await commands.Ask<Workspace, Refusal?>(
            command.Stream, (w, _) => command.Decide(w, new(caller, clock.GetUtcNow())).Refusal, ct);
        if (foreseen is not null) return CommandResult.Of(foreseen);

        var registered = await accounts.Register(command.BotUserId, new(command.WorkspaceId, command.AppId), command.Name, usernames, caller, ct);
        return registered.Refusal is null ? await commands.Handle(command, caller, ct) : registered;
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
        accounts.HomeOf(BotOf(app), ct);
}
