using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Channels;

/// <summary>
/// Finds or makes the direct message of some people, the caller among them; of the caller alone it is a note to self. The people make its id, so that two
/// who open it at once, on any nodes, meet in one.
/// </summary>
public sealed record OpenDirect : ICommand<Channel>
{
    public const int MostPeople = 9;

    /// <param name="people">In any order; the caller's word is enough that all of them belong to the workspace.</param>
    public OpenDirect(WorkspaceId workspace, IEnumerable<UserId> people)
    {
        (WorkspaceId, People) = (workspace, [.. people.Distinct().OrderBy(static p => p.Value)]);
        ChannelId = Id.Derive<ChannelId>('D', [workspace.ToString(), .. People.Select(static p => p.ToString())]);
    }

    public WorkspaceId WorkspaceId { get; }
    public IReadOnlyList<UserId> People { get; }
    public ChannelId ChannelId { get; }
    public StreamName Stream => StreamName.For(ChannelId);

    public Decision Decide(Channel channel, CommandContext context)
    {
        if (context.Caller.Role is null or WorkspaceRole.Guest) return new GuestsMayNot("begin direct messages");
        if (People.Count > MostPeople) return new TooManyPeople();
        if (channel.IsFrozen) return new WorkspaceBeingDeleted(WorkspaceId);

        // Somebody who was removed from the workspace and is back is let in again.
        var missing = People.Where(p => !channel.IsMember(p)).Select(DomainEvent (p) => channel.Welcome(p));
        return channel.Exists
            ? Decision.Many([.. missing])
            : Decision.Many([new ChannelCreated(WorkspaceId, "", ChannelKind.Direct, "", ""), .. missing]);
    }
}

public sealed record TooManyPeople()
    : Refusal.Invalid("channel.too-many-people", $"A direct message has 1 to {OpenDirect.MostPeople} people, yourself among them.", "userIds");
