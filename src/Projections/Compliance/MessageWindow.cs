using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Projections.Compliance;

/// <summary>The newest messages before a number, with where their words are; older ones leave as newer ones come.</summary>
internal sealed class MessageWindow(int size, int before)
{
    private readonly Dictionary<int, Row> rows = [];

    public Row? Find(int number) => rows.GetValueOrDefault(number);

    public void Add(int number, EventOutline sent)
    {
        if (number >= before) return;
        rows.Add(number, new(sent));
        rows.Remove(number - size);
    }

    public IReadOnlyList<long> VersionsOfWords => [.. rows.Values.SelectMany(static r => r.VersionsOfWords).Order()];

    public IReadOnlyList<ReplayedMessage> NewestFirst(Func<long, DomainEvent> words, Func<int, ReplayedAct?> pinned) =>
        [.. rows.OrderByDescending(static r => r.Key).Select(r => r.Value.Show(words, pinned(r.Key)))];

    public sealed class Row(EventOutline sent)
    {
        private readonly List<EventOutline> edits = [];
        private readonly List<(string Emoji, List<UserId> Users)> reactions = [];
        private readonly List<(int Number, UserId Author, DateTimeOffset At)> replies = [];
        private EventOutline? deleted;
        private long version = sent.Version;

        public IEnumerable<long> VersionsOfWords => edits.Select(static e => e.Version).Prepend(sent.Version);

        public void Edit(EventOutline edited) => edits.Add(Touch(edited));

        public void Delete(EventOutline deletion) => deleted = Touch(deletion);

        public void Answer(int number, EventOutline reply) => replies.Add((number, reply.Actor, reply.RecordedAt));

        public void TakeAnswerBack(int number) => replies.RemoveAll(r => r.Number == number);

        /// <summary>For what changes it and leaves no more than its version here.</summary>
        public EventOutline Touch(EventOutline e)
        {
            version = e.Version;
            return e;
        }

        public void React(EventOutline e, string emoji)
        {
            Touch(e);
            var at = reactions.FindIndex(r => r.Emoji == emoji);
            if (at < 0) reactions.Add((emoji, [e.Actor]));
            else if (!reactions[at].Users.Contains(e.Actor)) reactions[at].Users.Add(e.Actor);
        }

        public void Unreact(EventOutline e, string emoji)
        {
            Touch(e);
            var at = reactions.FindIndex(r => r.Emoji == emoji);
            if (at >= 0 && reactions[at].Users.Remove(e.Actor) && reactions[at].Users.Count == 0) reactions.RemoveAt(at);
        }

        public ReplayedMessage Show(Func<long, DomainEvent> words, ReplayedAct? pinned)
        {
            var said = (MessageSent)words(sent.Version);
            return new(
                said.Number, version, sent.Actor, said.SentAt ?? sent.RecordedAt,
                [new(sent.Version, said.Text, sent.Actor, sent.RecordedAt), .. edits.Select(e => new ReplayedRevision(e.Version, ((MessageEdited)words(e.Version)).Text, e.Actor, e.RecordedAt))],
                said.ThreadRoot, said.Broadcast ?? false,
                replies.Count > 0 ? new(replies.Count, replies.Max(static r => r.At), [.. replies.Select(static r => r.Author).Distinct()]) : null,
                [.. reactions.Select(static r => new ReplayedReaction(r.Emoji, r.Users))], pinned,
                deleted is { } gone ? new(gone.Actor, gone.RecordedAt, gone.Version) : null, said.Forwarded, said.DisplayAs);
        }
    }
}
