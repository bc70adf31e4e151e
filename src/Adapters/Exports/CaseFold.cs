using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Exports;
using EventChat.Events.Store;

namespace EventChat.Adapters.Exports;

/// <summary>Decides event by event what of a channel belongs to a case; it hears the channel from its first event.</summary>
internal sealed class CaseFold(ExportCase wanted)
{
    private readonly HashSet<UserId> custodians = [.. wanted.CustodianIds], present = [];
    private readonly HashSet<int> matching = [];
    private readonly string[] words = [.. (wanted.Query ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static word => NormalForm.Of(word))];

    /// <summary>Whether the channel has to be heard once before anything can be decided: a message belongs to the case also by what it says only later.</summary>
    public bool Searches => words.Length > 0;

    public void Search(RecordedEvent e)
    {
        if (e.Readable is MessageSent or MessageEdited && IsInTime(e) && Words(e.Event) is var (number, text) && Matches(text)) matching.Add(number);
    }

    /// <summary>Once for each event, in order.</summary>
    public bool Includes(RecordedEvent e)
    {
        var fact = e.Readable;
        if (fact is MemberJoined joined && custodians.Contains(joined.UserId)) present.Add(joined.UserId);
        var concerns = custodians.Count == 0 || present.Count > 0 || custodians.Contains(e.Actor);
        if (fact is MemberLeft left) present.Remove(left.UserId);
        return concerns && IsInTime(e) && (!Searches || (NumberOf(fact) is { } number && matching.Contains(number)));
    }

    private bool IsInTime(RecordedEvent e) => !(e.RecordedAt < wanted.From) && !(e.RecordedAt >= wanted.To);

    private bool Matches(string text)
    {
        var normal = NormalForm.Of(text);
        return Array.TrueForAll(words, word => normal.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static (int Number, string Text) Words(DomainEvent fact) => fact switch
    {
        MessageSent sent => (sent.Number, sent.Forwarded is { } forwarded ? $"{sent.Text} {forwarded.Text}" : sent.Text),
        MessageEdited edited => (edited.Number, edited.Text),
        _ => throw new ArgumentException("It holds no words.", nameof(fact)),
    };

    private static int? NumberOf(DomainEvent? fact) => fact switch
    {
        MessageSent e => e.Number,
        MessageEdited e => e.Number,
        MessageDeleted e => e.Number,
        ReactionAdded e => e.Number,
        ReactionRemoved e => e.Number,
        MessagePinned e => e.Number,
        MessageUnpinned e => e.Number,
        MessagePreviewAdded e => e.Number,
        _ => null,
    };
}
