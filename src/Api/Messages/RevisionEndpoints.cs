using System.Globalization;
using System.Security.Claims;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Api.Users;
using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Messages;
using EventChat.Projections.Timeline;

namespace EventChat.Api.Messages;

/// <summary>What a message said before. The words are read from the log, one event for each that is shown.</summary>
internal static class RevisionEndpoints
{
    public static IEndpointRouteBuilder MapRevisions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/channels/{channelId}/messages/{number:int}/revisions", List).ForApps(AppScopes.MessagesRead).WithTags("Messages")
            .WithSummary("All that a message has said, oldest first; of a deleted one, the times alone")
            .ReadsFrom(TimelineProjection.Name, RevisionProjection.Name, "users").Produces<ListOf<RevisionResource>>();
        return routes;
    }

    private static async Task<IResult> List(
        ChannelId channelId, int number, ClaimsPrincipal user, Callers callers, CommandHandler commands, TimelineQueries timeline, RevisionQueries revisions,
        IEventStore store, Authors authors, CancellationToken ct, int? limit = null, string? after = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        var from = 0L;
        if (after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out from)) return Problem.Of(new CursorInvalid("after"));
        if (await callers.Reader(channelId, user, ct) is null) return Problem.Of(new ChannelNotFound(channelId));
        if (number < 1 || await timeline.Find(channelId, number, ct) is not { } message) return Problem.Of(new MessageNotFound(number));

        var (size, shown) = (limit ?? Paging.DefaultLimit, new List<Revision>());
        if (from == 0 && await Sent(message, store, ct) is { } sent) shown.Add(new(sent.Version, message.Author, message.SentAt, sent));
        foreach (var edit in await revisions.After(channelId, number, from, size + 1 - shown.Count, ct)) shown.Add(new(edit.Version, edit.Editor, edit.At, null));
        var (page, more) = Paging.Cut(shown, size);

        var isDeleted = message.DeletedAt is not null || await IsDeleted(channelId, number, commands, ct);
        var named = await authors.Named([.. page.Select(static r => r.Author).Distinct()], ct);
        List<RevisionResource> items = [];
        foreach (var r in page)
            items.Add(new(r.Version, isDeleted ? null : Text(r.Recorded ?? await Read(channelId, r.Version, store, ct)), named(r.Author), r.At));
        return Sized.Ok(new ListOf<RevisionResource>(items, more ? $"{page[^1].Version}" : null), ApiJson.Default.ListOfRevisionResource);
    }

    /// <summary>At the head of the log: a view may not have heard of it yet.</summary>
    private static Task<bool> IsDeleted(ChannelId channel, int number, CommandHandler commands, CancellationToken ct) =>
        commands.Ask<Channel, bool>(StreamName.For(channel), (state, _) => state.Find(number) is { IsDeleted: true }, ct);

    /// <summary>The view says where it is; where an older server wrote the view, it is somewhere before.</summary>
    private static async Task<RecordedEvent?> Sent(TimelineMessage message, IEventStore store, CancellationToken ct)
    {
        await foreach (var e in store.ReadStreamBackwards(StreamName.For(message.ChannelId), (message.FirstVersion ?? message.Version) + 1, ct))
            if (e.Readable is MessageSent sent && sent.Number == message.Number) return e;
        return null;
    }

    private static async Task<RecordedEvent?> Read(ChannelId channel, long version, IEventStore store, CancellationToken ct) =>
        await store.ReadStream(StreamName.For(channel), version - 1, ct).FirstOrDefaultAsync(ct);

    private static string? Text(RecordedEvent? recorded) => recorded?.Readable switch
    {
        MessageSent sent => sent.Text,
        MessageEdited edited => edited.Text,
        _ => null,
    };

    private sealed record Revision(long Version, UserId Author, DateTimeOffset At, RecordedEvent? Recorded);
}

/// <summary>What a message said from one moment on.</summary>
/// <param name="Version">Of the event in the channel's stream; the cursor is one too.</param>
/// <param name="Text">Absent once the message is deleted.</param>
/// <param name="Author">Who wrote it.</param>
public sealed record RevisionResource(long Version, string? Text, AuthorResource Author, DateTimeOffset At);
