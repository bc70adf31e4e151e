using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Privacy;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Projections.Timeline;

public sealed class TimelineProjection : IProjection<TimelineMessage>
{
    public static string Name => "timeline";
    public static StreamFilter Streams { get; } = new(StreamName.Channels);
    public static JsonTypeInfo<TimelineMessage> Json => ViewJson.Default.TimelineMessage;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event switch
    {
        MessageSent { ThreadRoot: { } root } e => [Of(recorded, e.Number), Of(recorded, root)],
        MessageSent e => [Of(recorded, e.Number)],
        MessageEdited e => [Of(recorded, e.Number)],
        MessageDeleted { ThreadRoot: { } root } e => [Of(recorded, e.Number), Of(recorded, root)],
        MessageDeleted e => [Of(recorded, e.Number)],
        ReactionAdded e => [Of(recorded, e.Number)],
        ReactionRemoved e => [Of(recorded, e.Number)],
        MessagePinned e => [Of(recorded, e.Number)],
        MessageUnpinned e => [Of(recorded, e.Number)],
        MessagePreviewAdded e => [Of(recorded, e.Number)],
        _ => [],
    };

    /// <summary>What the person wrote in the channel, and what others forwarded of them there.</summary>
    public static Sweep? Finds(RecordedEvent recorded) => recorded.Event is not WordsErased e ? null : new(
        "id > $1 and id < $2 and (data ->> 'author' = $3 or data -> 'forwarded' ->> 'author' = $3)",
        Parameter.Of(Of(recorded, 0)), Parameter.Of(Of(recorded, int.MaxValue)), Parameter.Of(e.UserId.ToString()));

    public static bool Begins(string id, RecordedEvent recorded) =>
        recorded.Event is MessageSent e && (e.ThreadRoot is null || id == Of(recorded, e.Number));

    public static TimelineMessage? Evolve(TimelineMessage? view, string id, RecordedEvent recorded) => (view, recorded.Event) switch
    {
        (null, MessageSent e) => Sent(id, e, recorded),
        ({ } root, MessageSent e) when root.Number == e.ThreadRoot =>
            root with { Thread = (root.Thread ?? ThreadSummary.Empty).With(e.Number, recorded.Actor, e.SentAt ?? recorded.RecordedAt) },
        ({ } message, MessageEdited e) => message.At(recorded.Version) with { Text = e.Text, Entities = e.Entities, EditedAt = recorded.RecordedAt, Previews = Named(message.Previews, e) },
        ({ } message, MessageDeleted e) when message.Number == e.Number =>
            message.At(recorded.Version) with { Text = "", Entities = null, Forwarded = null, DisplayAs = null, Previews = null, DeletedAt = recorded.RecordedAt, Reactions = null, PinnedBy = null, PinnedAt = null },
        ({ Thread: { } thread } root, MessageDeleted e) => root with { Thread = thread.Without(e.Number, e.Author) },
        ({ } message, ReactionAdded e) => message.At(recorded.Version) with { Reactions = With(message.Reactions ?? [], e.Emoji, recorded.Actor) },
        ({ } message, ReactionRemoved e) => message.At(recorded.Version) with { Reactions = Without(message.Reactions ?? [], e.Emoji, recorded.Actor) },
        ({ DeletedAt: null } message, MessagePreviewAdded e) => message.At(recorded.Version) with { Previews = With(message.Previews, e) },
        ({ } message, MessagePinned) => message.At(recorded.Version) with { PinnedBy = recorded.Actor, PinnedAt = recorded.RecordedAt },
        ({ } message, WordsErased e) => Erased(message, e.UserId, recorded),
        ({ } message, MessageUnpinned) => message.At(recorded.Version) with { PinnedBy = null, PinnedAt = null },
        _ => view,
    };

    private static TimelineMessage Sent(string id, MessageSent e, RecordedEvent recorded)
    {
        var channel = recorded.Stream.Id<ChannelId>();
        return new()
        {
            Id = id, ChannelId = channel, Number = e.Number, Version = recorded.Version, Author = recorded.Actor, Text = e.Text,
            SentAt = e.SentAt ?? recorded.RecordedAt, ThreadRoot = e.ThreadRoot, Broadcast = e.Broadcast ?? false, ClientMessageId = e.ClientMessageId, Entities = e.Entities, Forwarded = e.Forwarded, DisplayAs = e.DisplayAs,
            ThreadKey = e.ThreadRoot is { } root ? TimelineMessage.IdOf(channel, root) : null,
        };
    }

    private static TimelineMessage Erased(TimelineMessage message, UserId person, RecordedEvent recorded)
    {
        var isCopy = message.Forwarded?.Author == person;
        if (message.ChannelId != recorded.Stream.Id<ChannelId>() || message.Author != person && !isCopy) return message;
        var left = message.At(recorded.Version);
        if (isCopy) left = left with { Forwarded = left.Forwarded! with { Text = "", Entities = null } };
        return message.Author == person ? left with { Text = "", Entities = null, DisplayAs = null, Previews = null } : left;
    }

    private static IReadOnlyList<TimelineReaction> With(IReadOnlyList<TimelineReaction> reactions, string emoji, UserId user) =>
        reactions.Any(r => r.Emoji == emoji)
            ? [.. reactions.Select(r => r.Emoji == emoji ? r with { Users = [.. r.Users, user] } : r)]
            : [.. reactions, new(emoji, [user])];

    private static List<TimelineReaction>? Without(IReadOnlyList<TimelineReaction> reactions, string emoji, UserId user)
    {
        List<TimelineReaction> rest =
            [.. reactions.Select(r => r.Emoji == emoji ? r with { Users = [.. r.Users.Where(u => u != user)] } : r).Where(static r => r.Users.Count > 0)];
        return rest.Count > 0 ? rest : null;
    }

    private static List<TimelinePreview> With(IReadOnlyList<TimelinePreview>? previews, MessagePreviewAdded e) =>
        [.. previews ?? [], new(e.Url, e.Title, e.Description, e.SiteName, e.Image)];

    /// <summary>Those whose link the new text still holds.</summary>
    private static List<TimelinePreview>? Named(IReadOnlyList<TimelinePreview>? previews, MessageEdited e)
    {
        if (previews is null) return null;
        var links = MessageLinks.In(e.Text, e.Entities);
        return previews.Where(p => links.Contains(p.Url)).ToList() is { Count: > 0 } rest ? rest : null;
    }

    private static string Of(RecordedEvent recorded, int number) => $"{recorded.Stream.Value.AsSpan(StreamName.Channels.Length)}:{number:D10}";
}
