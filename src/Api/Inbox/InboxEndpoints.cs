using System.Security.Claims;
using EventChat.Api.Channels;
using EventChat.Api.Http;
using EventChat.Api.Workspaces;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Inbox;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Inbox;
using EventChat.Projections.Workspaces;

namespace EventChat.Api.Inbox;

internal static class InboxEndpoints
{
    public static IEndpointRouteBuilder MapInbox(this IEndpointRouteBuilder routes)
    {
        var inbox = routes.MapGroup("").WithTags("Me");
        inbox.MapPut("/channels/{channelId}/read", MarkRead).WithSummary("Read up to a number; backwards marks unread").Produces<ReadMarkResource>();
        inbox.MapGet("/me/unreads", Unreads).WithSummary("Unread counts of your channels").ReadsFrom("timeline", "members", "unread").Produces<UnreadsResource>();
        inbox.MapGet("/me/boot", Boot).WithSummary("Your workspaces and channels, and the position they are true of")
            .ReadsFrom("timeline", "members", "unread", "workspaces", "workspace-members").Produces<BootResource>();
        return routes;
    }

    private static async Task<IResult> MarkRead(
        ChannelId channelId, MarkReadRequest body, HttpContext http, ClaimsPrincipal user, Callers callers, CommandHandler commands, ChannelCommands channels,
        CancellationToken ct)
    {
        if (body.Number is not { } number || number < 0) return Problem.Of(new FieldInvalid("number", "'number' is a message number, or 0 for none."));
        if (await callers.Reader(channelId, user, ct) is not { } access) return Problem.Of(new ChannelNotFound(channelId));
        if (!access.IsMember) return Problem.Of(new NotAMember(channelId));

        var caller = Callers.Of(user);
        var result = await commands.Handle(new MarkRead(channelId, caller.User, number, access.LastNumber), caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);

        http.Tell(await channels.PositionOf(result, ct));
        return Sized.Ok(new ReadMarkResource(channelId, number), ApiJson.Default.ReadMarkResource);
    }

    private static async Task<IResult> Unreads(ClaimsPrincipal user, UnreadQueries unread, CancellationToken ct)
    {
        var (_, _, channels) = await unread.Of(Callers.Of(user).User, ct);
        return Sized.Ok(new UnreadsResource([.. channels.Select(UnreadResource.Of)]), ApiJson.Default.UnreadsResource);
    }

    private static async Task<IResult> Boot(
        ClaimsPrincipal user, UnreadQueries unread, WorkspaceQueries workspaces, CommandHandler commands, IEventStore store, CancellationToken ct)
    {
        var me = Callers.Of(user).User;
        var (through, counted, channels) = await unread.Of(me, ct);
        var own = await workspaces.Of(me, ct);
        List<BootChannelResource> shown = [];
        foreach (var counts in channels)
        {
            var channel = await commands.Ask<Channel, BootChannelResource?>(
                StreamName.For(counts.ChannelId),
                (c, version) => c.IsMember(me)
                    ? new(counts.ChannelId, c.WorkspaceId, c.Name, c.Kind, c.IsArchived, version, c.LastNumber, counts.LastRead, counts.Count,
                        c.Kind == ChannelKind.Direct ? c.Members : null)
                    : null, ct);
            if (channel is not null) shown.Add(channel with { Version = await VersionAt(counted, counts.ChannelId, channel.Version, store, ct) });
        }

        return Sized.Ok(
            new BootResource(
                through.Value,
                [.. own.Select(WorkspaceResource.Of)], shown),
            ApiJson.Default.BootResource);
    }

    /// <summary>The version that the counts are true of. What the state at the head has beyond it may be applied again without harm; a count may not.</summary>
    private static async Task<long> VersionAt(Position position, ChannelId channel, long head, IEventStore store, CancellationToken ct)
    {
        await foreach (var e in store.ReadStreamBackwards(StreamName.For(channel), head + 1, ct))
            if (e.Position <= position) return e.Version;
        return 0;
    }
}

public sealed record MarkReadRequest(int? Number);

public sealed record ReadMarkResource(ChannelId ChannelId, int Number);

public sealed record UnreadsResource(IReadOnlyList<UnreadResource> Items);

/// <param name="Unread">Messages after the read mark that stand and were written by others.</param>
public sealed record UnreadResource(ChannelId ChannelId, long Unread, int Mentions, int LastRead, IReadOnlyList<string> Threads)
{
    public static UnreadResource Of(UnreadQueries.Unread counts) => new(counts.ChannelId, counts.Count, 0, counts.LastRead, []);
}

/// <param name="Position">Everything up to here is included, and some of what came after it may be.</param>
public sealed record BootResource(long Position, IReadOnlyList<WorkspaceResource> Workspaces, IReadOnlyList<BootChannelResource> Channels);

/// <param name="Version">Of the channel's stream: what the hub pushes with a higher one comes on top; the next event has the one after.</param>
/// <param name="UserIds">Who is in it, of a direct message.</param>
public sealed record BootChannelResource(
    ChannelId Id, WorkspaceId WorkspaceId, string Name, ChannelKind Kind, bool IsArchived, long Version, int LastNumber, int LastRead, long Unread,
    IReadOnlyList<UserId>? UserIds);
