using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Privacy;
using EventChat.Events.Store;

namespace EventChat.Projections.Search;

/// <summary>What an event makes of the documents that it concerns; pure. An event that a document has already is nothing to it.</summary>
public static class SearchFold
{
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
        _ => [],
    };

    /// <summary>Whether the event is the first that concerns this document, so that it need not be looked for.</summary>
    public static bool Begins(string id, RecordedEvent recorded) => recorded.Event is MessageSent e && id == Of(recorded, e.Number);

    public static SearchDocument? Evolve(SearchDocument? document, string id, RecordedEvent recorded, Language language)
    {
        if (document?.Version >= recorded.Version) return document;
        var after = (document, recorded.Event) switch
        {
            (null, MessageSent e) when id == Of(recorded, e.Number) => Sent(e, recorded, language),
            ({ } root, MessageSent) => root with { Replies = root.Replies + 1 },
            ({ IsDeleted: false } message, MessageEdited e) => message with { Text = e.Text, Language = language.Name },
            ({ } message, MessageDeleted e) when message.Number == e.Number => message with { Text = "", Reactions = 0, IsPinned = false, IsDeleted = true },
            ({ } root, MessageDeleted) => root with { Replies = Math.Max(0, root.Replies - 1) },
            ({ } message, ReactionAdded) => message with { Reactions = message.Reactions + 1 },
            ({ } message, ReactionRemoved) => message with { Reactions = Math.Max(0, message.Reactions - 1) },
            ({ IsDeleted: false } message, MessagePinned) => message with { IsPinned = true },
            ({ } message, WordsErased e) when message.Author == e.UserId && message.ChannelId == recorded.Stream.Id<ChannelId>() => message with { Text = "" },
            ({ } message, MessageUnpinned) => message with { IsPinned = false },
            _ => document,
        };
        return after is null || ReferenceEquals(after, document) ? document : after with { Version = recorded.Version };
    }

    private static SearchDocument Sent(MessageSent e, RecordedEvent recorded, Language language) => new()
    {
        ChannelId = recorded.Stream.Id<ChannelId>(), Number = e.Number, Position = recorded.Position, Version = recorded.Version, Author = recorded.Actor,
        SentAt = e.SentAt ?? recorded.RecordedAt, Text = e.Text, Language = language.Name, ThreadRoot = e.ThreadRoot,
    };

    private static string Of(RecordedEvent recorded, int number) => $"{recorded.Stream.Value.AsSpan(StreamName.Channels.Length)}:{number:D10}";
}
