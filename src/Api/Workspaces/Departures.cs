using EventChat.Api.Http;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Channels;
using EventChat.Projections.Members;
using EventChat.Projections.Running;
using EventChat.Projections.Workspaces;

namespace EventChat.Api.Workspaces;

/// <summary>
/// What has to follow from a removal before it may be answered. A channel alone knows who is in it, so that sending asks nobody else; whoever leaves the workspace
/// therefore leaves each of its channels. Everything here may be done again, by anybody, any number of times.
/// </summary>
internal sealed class Departures(CommandHandler commands, Callers callers, MemberQueries members, ProjectionProgress progress, IEventStore store)
{
    private const int AtOnce = 32, Rounds = 20;
    private static readonly string[] Memberships = [MembershipProjection.Name, ChannelProjection.Name, WorkspaceMemberProjection.Name, "inbox"];

    /// <summary>Takes a person who is no longer in the workspace out of its channels, and waits until lists show it.</summary>
    /// <param name="removed">Where the removal is in the log.</param>
    /// <returns>Why it is not done yet; null where it is.</returns>
    public async Task<Refusal?> Finish(WorkspaceId workspace, UserId user, Position removed, CancellationToken ct)
    {
        for (var (round, position) = (0, removed); round < Rounds; round++)
        {
            if (!await progress.Reached(position, Memberships, ct)) break;
            var channels = await members.ChannelsOf(user, workspace, ct);
            if (channels.Count == 0 || await callers.RoleOf(workspace, user, ct) is not null) return null;

            foreach (var some in channels.Chunk(AtOnce))
            {
                var results = await Task.WhenAll(some.Select(channel => commands.Handle(new RemoveMember(channel, user), Caller.System, ct)));
                if (results.FirstOrDefault(static r => r.Refusal is not null).Refusal is { } refusal) return refusal;
            }

            position = await store.ReadHead(ct);
        }

        return new NotShownYet();
    }

    /// <summary>What is left of an earlier removal is done before the person comes back: once they are back, nobody could tell it from what they joined since.</summary>
    /// <returns>Why it is not done yet; null where it is, or where the person was not removed.</returns>
    public async Task<Refusal?> FinishEarlier(WorkspaceId workspace, UserId user, CancellationToken ct) =>
        await commands.Ask<Workspace, long>(StreamName.For(workspace), (w, _) => w.RemovedAt(user), ct) > 0
            ? await Finish(workspace, user, await store.ReadHead(ct), ct)
            : null;

    /// <summary>Waits until no list shows the person in the channel any more.</summary>
    public async Task<Refusal?> Shown(Position removed, CancellationToken ct) =>
        await progress.Reached(removed, [MembershipProjection.Name, "inbox"], ct) ? null : new NotShownYet();

    /// <summary>
    /// A join that was decided while the person was being removed from the workspace: the removal may have looked before the join was there, so the join looks after
    /// itself.
    /// </summary>
    /// <returns>True where the person is in the workspace no longer, and so not in the channel either.</returns>
    public async Task<bool> TakesBack(ChannelId channel, UserId user, CommandResult joined, CancellationToken ct)
    {
        if (joined.Last?.Event is not (MemberJoined or ChannelCreated)) return false;
        if (await callers.HomeOf(channel, ct) is not { } workspace || await callers.RoleOf(workspace, user, ct) is not null) return false;
        await commands.Handle(new RemoveMember(channel, user), Caller.System, ct);
        return true;
    }
}

internal sealed record NotShownYet() : Refusal.Unavailable(
    "removal.not-shown", "It is recorded, and does not show everywhere yet. Repeat the request to learn when it does.", 1);
