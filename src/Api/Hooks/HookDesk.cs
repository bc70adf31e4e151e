using EventChat.Api.Apps;
using EventChat.Api.Workspaces;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Hooks;
using EventChat.Commands.Names;
using EventChat.Commands.Workspaces;

namespace EventChat.Api.Hooks;

/// <summary>Makes hooks and takes them away: the bot's account, the name that leads from the token to the hook, the hook, and the bot's place in the channel, in this order.</summary>
internal sealed class HookDesk(CommandHandler commands, BotAccounts accounts, Departures departures, TimeProvider clock)
{
    public async Task<CommandResult> Create(CreateHook command, string token, Caller caller, CancellationToken ct)
    {
        var entry = new AddMember(command.ChannelId, command.BotUserId, IsInWorkspace: true);
        if (await Foresee(command, entry, caller, ct) is { } foreseen) return CommandResult.Of(foreseen);

        // Nobody calls it by name, so it takes none that people might want.
        var username = BotAccounts.NamesFor(command.Name, $"{command.HookId}")[^1];
        var registered = await accounts.Register(command.BotUserId, new(command.WorkspaceId, HookId: command.HookId), command.Name, [username], caller, ct);
        if (registered.Refusal is not null) return registered;
        var reserved = await commands.Handle(new TakeName(HookToken.StreamOf(token), command.HookId.ToString()), caller, ct);
        if (reserved.Refusal is not null) return reserved;
        var made = await commands.Handle(command, caller, ct);
        if (made.Refusal is not null) return made;

        var added = await commands.Handle(entry, caller, CancellationToken.None);
        await departures.TakesBack(command.ChannelId, command.BotUserId, added, CancellationToken.None);
        return added.Refusal is not null ? added : made;
    }

    /// <summary>Nothing comes through the hook after its first event; the answer waits until the bot is out of every channel.</summary>
    public async Task<Refusal?> Remove(RemoveHook command, Caller caller, CancellationToken ct)
    {
        var result = await commands.Handle(command, caller, ct);
        return result.Refusal ?? await departures.FinishEarlier(command.WorkspaceId, HookDoor.BotOf(command.HookId), ct);
    }

    private async Task<Refusal?> Foresee(CreateHook command, AddMember entry, Caller caller, CancellationToken ct)
    {
        var context = new CommandContext(caller, clock.GetUtcNow());
        return await commands.Ask<Workspace, Refusal?>(command.Stream, (w, _) => command.Decide(w, context).Refusal, ct)
            ?? await commands.Ask<Channel, Refusal?>(entry.Stream, (c, _) => entry.Decide(c, context).Refusal, ct);
    }
}
