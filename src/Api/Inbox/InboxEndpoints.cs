using System.Security.Claims;
using EventChat.Api.Channels;
using EventChat.Api.Http;
using EventChat.Api.Workspaces;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Inbox;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Inbox;
using EventChat.Events.Store;
using EventChat.Projections.Inbox;
using EventChat.Projections.Running;
using EventChat.Projections.Workspaces;

namespace EventChat.Api.Inbox;

internal static class InboxEndpoints
{
    public static IEndpointRouteBuilder MapInbox(this IEndpointRouteBuilder routes)
    {
        var inbox = routes.MapGroup("").WithTags("Me");
        inbox.MapPut("/channels/{channelId}/read", MarkRead).WithSummary("Read up to a number; backwards marks unread").Produces<ReadMarkResource>();
        inbox.MapPost("/workspaces/{workspaceId}/read", MarkAllRead).WithSummary("Read all that is unread in a workspace, threads too").Produces(204);
        inbox.MapGet("/me/unreads", Unreads).WithSummary("Unread counts of your channels").ReadsFrom("inbox", "workspaces", "workspace-members").Produces<UnreadsResource>();
        inbox.MapGet("/me/boot", Boot).WithSummary("Your workspaces and channels, and the position they are true of")
            .ReadsFrom("inbox", "workspaces", "workspace-members").Produces<BootResource>();
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
        var groups = await callers.GroupsOf(user, [access.WorkspaceId], ct);
        var counted = await commands.Ask<Channel, ChannelCount>(StreamName.For(channelId), (c, version) => c.Count(caller.User, number, version, groups), ct);
        var result = await commands.Handle(new MarkRead(channelId, caller.User, number, counted), caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);

        http.Tell(await channels.PositionOf(result, ct));
        return Sized.Ok(new ReadMarkResource(channelId, number, counted.Unread, counted.MentionedIn), ApiJson.Default.ReadMarkResource);
    }

    /// <summary>What is unread as of now: what is said while this is answered stays unread.</summary>
    private static async Task<IResult> MarkAllRead(
        WorkspaceId workspaceId, HttpContext http, ClaimsPrincipal user, Callers callers, CommandHandler commands, ChannelCommands channels, UnreadQueries unread,
        ProjectionProgress progress, IEventStore store, CancellationToken ct)
    {
        var caller = await callers.In(workspaceId, user, ct);
        if (caller.Role is null) return Problem.Of(new WorkspaceNotFound(workspaceId));
        if (!await progress.Reached(await store.ReadHead(ct), ["inbox"], ct))
            return new Problem(
                StatusCodes.Status503ServiceUnavailable, "read-model.behind", "The counts have not reached the newest message yet.", retryAfterSeconds: 1);

        var (_, all) = await unread.Of(caller.User, [], ct);
        var here = all.Where(c => c.Head.WorkspaceId == workspaceId).ToList();
        var marks = here.Where(static c => c.Count > 0).Select(static c => new ReadUpTo(c.ChannelId, c.Head.LastNumber, c.Head.Version));
        var threads = here.SelectMany(static c => c.Threads.Select(t => new ThreadReadUpTo(c.ChannelId, t.Root, c.Head.LastNumber, c.Head.Version)));
        var result = await commands.Handle(new MarkAllRead(workspaceId, caller.User, [.. marks], [.. threads]), caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);

        http.Tell(await channels.PositionOf(result, ct));
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Unreads(ClaimsPrincipal user, Callers callers, UnreadQueries unread, WorkspaceQueries workspaces, CancellationToken ct)
    {
        var me = Callers.Of(user).User;
        var groups = await callers.GroupsOf(user, (await workspaces.Of(me, ct)).Select(static w => Id.Parse<WorkspaceId>(w.Id)), ct);
        var (through, channels) = await unread.Of(me, groups, ct);
        List<UnreadResource> shown = [.. channels.Where(static c => !c.IsHidden).Select(UnreadResource.Of)];
        return Sized.Ok(
            new UnreadsResource(shown, shown.Sum(static c => c.Unread), shown.Sum(static c => c.Mentions), shown.Sum(static c => c.Threads.Count), through.Value),
            ApiJson.Default.UnreadsResource);
    }

    private static async Task<IResult> Boot(
        ClaimsPrincipal user, Callers callers, UnreadQueries unread, WorkspaceQueries workspaces, IEventStore store, CancellationToken ct, bool? hidden = null)
    {
        var me = Callers.Of(user).User;
        var own = await workspaces.Of(me, ct);
        var groups = await callers.GroupsOf(user, own.Select(static w => Id.Parse<WorkspaceId>(w.Id)), ct);
        var (through, channels) = await unread.Of(me, groups, ct);
        return Sized.Ok(
            new BootResource(
                through.Value, store.Epoch, await WorkspaceResource.Of(own, user, callers, ct), [.. channels.Where(c => hidden == true || !c.IsHidden).Select(BootChannelResource.Of)], groups),
            ApiJson.Default.BootResource);
    }
}

public sealed record MarkReadRequest(int? Number);

/// <param name="Unread">What is left after the number.</param>
/// <param name="MentionedIn">Numbers of those that call you; absent where they are more than a thousand.</param>
public sealed record ReadMarkResource(ChannelId ChannelId, int Number, int Unread, IReadOnlyList<int>? MentionedIn);

/// <param name="Unread">Of all items together, as are the mentions and the threads.</param>
/// <param name="Position">All of it is true of this position, to the message.</param>
public sealed record UnreadsResource(IReadOnlyList<UnreadResource> Items, int Unread, int Mentions, int Threads, long Position);

/// <param name="Unread">The channel's messages after the read mark that stand and were written by others; a reply counts in its thread, and here only where it was shown here too.</param>
/// <param name="Mentions">How many of the unread messages, in the channel and in the threads that you follow, call you: by your name, a group you are in, as one of all or of the active.</param>
/// <param name="Threads">Threads of the channel that you follow and that have something unread.</param>
/// <param name="MentionedIn">Numbers of the channel's unread messages that call you; those of a thread are with the thread.</param>
public sealed record UnreadResource(
    ChannelId ChannelId, int Unread, int Mentions, int LastRead, IReadOnlyList<UnreadThreadResource> Threads, IReadOnlyList<int> MentionedIn)
{
    public static UnreadResource Of(UnreadQueries.Unread counts) => new(
        counts.ChannelId, counts.Count, counts.Mentions.Count, counts.LastRead, UnreadThreadResource.Of(counts.Threads, counts), counts.MentionedIn(null));
}

/// <param name="Unread">Replies after the thread's read mark that stand and were written by others.</param>
/// <param name="MentionedIn">Numbers of those that call you and are not shown in the channel.</param>
public sealed record UnreadThreadResource(int Root, int Unread, int LastRead, IReadOnlyList<int> MentionedIn)
{
    public static IReadOnlyList<UnreadThreadResource> Of(IReadOnlyList<UnreadThread> threads, UnreadQueries.Unread channel) =>
        [.. threads.Select(t => new UnreadThreadResource(t.Root, t.Unread, t.LastRead, channel.MentionedIn(t.Root)))];
}

/// <param name="Position">Channels and counts are true of this position, to the message; what is pushed with a higher one comes on top.</param>
/// <param name="Epoch">Names the history of the log that the versions are of; to be sent along when the client resumes.</param>
/// <param name="GroupIds">The user groups that you are in: a mention of one calls you.</param>
public sealed record BootResource(
    long Position, string Epoch, IReadOnlyList<WorkspaceResource> Workspaces, IReadOnlyList<BootChannelResource> Channels, IReadOnlyList<GroupId> GroupIds);

/// <param name="Version">Of the channel's stream: what the hub pushes with a higher one comes on top; the next event has the one after.</param>
/// <param name="Threads">Threads of the channel that you follow, also those with nothing unread.</param>
/// <param name="Unfollowed">Roots of the threads that you said you do not follow: nothing but your own answer makes you follow them again.</param>
/// <param name="Mentions">As in the unread counts, as is where they are.</param>
/// <param name="UserIds">Who is in it, of a direct message.</param>
/// <param name="IsHidden">You have hidden this direct message, and nothing was said in it since; only where hidden ones were asked for.</param>
public sealed record BootChannelResource(
    ChannelId Id, WorkspaceId WorkspaceId, string Name, ChannelKind Kind, bool IsArchived, long Version, int LastNumber, int LastRead, int Unread, int Mentions,
    IReadOnlyList<UnreadThreadResource> Threads, IReadOnlyList<int> Unfollowed, IReadOnlyList<int> MentionedIn, IReadOnlyList<UserId>? UserIds, bool? IsHidden)
{
    public static BootChannelResource Of(UnreadQueries.Unread c) => new(
        c.ChannelId, c.Head.WorkspaceId, c.Head.Name, c.Head.Kind, c.Head.IsArchived, c.Head.Version, c.Head.LastNumber, c.LastRead, c.Count, c.Mentions.Count,
        UnreadThreadResource.Of(c.Followed, c), c.Unfollowed, c.MentionedIn(null),
        c.Head.Kind == ChannelKind.Direct ? c.Head.UserIds ?? [] : null, c.IsHidden ? true : null);
}
