using EventChat.Adapters.Turns;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Api.Channels;

/// <summary>What the front door does with channels beyond a single command: names of public channels, which can be had once in a workspace.</summary>
internal sealed class ChannelCommands(CommandHandler commands, NameRegistry names, IEventStore store, Turns turns)
{
    public Task<CommandResult> Handle(ICommand<Channel> command, Caller caller, CancellationToken ct) => commands.Handle(command, caller, ct);

    public async Task<CommandResult> Create(CreateChannel command, Caller caller, CancellationToken ct)
    {
        if (command.Kind == ChannelKind.Public && await store.ReadVersion(command.Stream, ct) == 0
            && await Take(command.WorkspaceId, command.Name, command.ChannelId, caller, ct) is { } taken)
            return CommandResult.Of(taken);
        return await commands.Handle(command, caller, ct);
    }

    /// <summary>Takes the new name, renames, and lets the old one go; one rename of a channel at a time, or one would let go what another has just taken.</summary>
    public async Task<Refusal?> Rename(ChannelId id, string name, Caller caller, CancellationToken ct)
    {
        await using var turn = await turns.Take($"rename {id}", ct);
        var (workspace, old, isReserved) = await commands.Ask<Channel, (WorkspaceId, string, bool)>(
            StreamName.For(id), (c, _) => (c.WorkspaceId, c.Name, c.IsVisibleTo(caller) && c.Kind == ChannelKind.Public), ct);
        if (old == name) return null;
        if (!caller.IsAdmin || !isReserved) return (await commands.Handle(new RenameChannel(id, name), caller, ct)).Refusal;
        if (await Take(workspace, name, id, caller, ct) is { } taken) return taken;

        var refusal = (await commands.Handle(new RenameChannel(id, name), caller, ct)).Refusal;
        var released = refusal is null ? old : name;
        if (!old.Equals(name, StringComparison.OrdinalIgnoreCase)) await names.Release(NameKinds.ChannelsOf(workspace), released, id.ToString(), caller, ct);
        return refusal;
    }

    /// <summary>The channel as it is at the head of the log.</summary>
    public Task<ChannelResource> Show(ChannelId id, CancellationToken ct) => commands.Ask<Channel, ChannelResource>(
        StreamName.For(id),
        (c, version) => new(id, c.WorkspaceId, c.Name, c.Kind, c.Topic, c.Purpose, c.IsArchived, c.MemberCount, c.LastNumber, version,
            c.Kind == ChannelKind.Direct ? c.Members : null), ct);

    /// <summary>Somebody in a channel, by the names they have at the head of the log.</summary>
    public Task<MemberResource> Show(UserId member, DateTimeOffset? joinedAt, CancellationToken ct) => commands.Ask<User, MemberResource>(
        StreamName.For(member), (u, _) => new(member, u.Username, u.DisplayName, joinedAt), ct);

    /// <summary>Where the command's events are; where it changed nothing, the head of the log, which holds what made it so.</summary>
    public async ValueTask<Position> PositionOf(CommandResult result, CancellationToken ct) => result.Last?.Position ?? await store.ReadHead(ct);

    private Task<Refusal?> Take(WorkspaceId workspace, string name, ChannelId id, Caller caller, CancellationToken ct) =>
        names.Take(NameKinds.ChannelsOf(workspace), name, id.ToString(), StreamName.For(id), new ChannelNameTaken(name), caller, ct, (owner, token) => Has(owner, name, token));

    /// <summary>A channel that has another name now let this one go, but was cut short before it could say so; a private one has its name to itself.</summary>
    private Task<bool> Has(string owner, string name, CancellationToken ct) => commands.Ask<Channel, bool>(
        new(StreamName.Channels + owner), (c, _) => c.Kind == ChannelKind.Public && c.Name.Equals(name, StringComparison.OrdinalIgnoreCase), ct);
}
