using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;

namespace EventChat.Projections.Compliance;

/// <summary>The newest messages before a number, with the events that they come from; older ones leave as newer ones come.</summary>
internal sealed class MessageWindow(int size, int before)
{
    private readonly Dictionary<int, Row> rows = [];

    public Row? Find(int number) => rows.GetValueOrDefault(number);

    public void Add(int number, RecordedEvent sent)
    {
        if (number >= before) return;
        rows.Add(number, new(sent));
        rows.Remove(number - size);
    }

    public IReadOnlyList<ReplayedMessage> NewestFirst(Func<int, ReplayedAct?> pinned) => [.. rows.OrderByDescending(static r => r.Key).Select(r => r.Value.Show(pinned(r.Key)))];

    public sealed class Row(RecordedEvent sent)
    {
        private readonly List<RecordedEvent> edits = [];
        private readonly List<(string Emoji, List<UserId> Users)> reactions = [];
        private readonly List<(int Number, UserId Author, DateTimeOffset At)> replies = [];
        private RecordedEvent? deleted;
        private long version = sent.Version;

        public void Edit(RecordedEvent edited) => edits.Add(Touch(edited));

        public void Delete(RecordedEvent deletion) => deleted = Touch(deletion);

        public void Answer(int number, RecordedEvent reply) => replies.Add((number, reply.Actor, reply.RecordedAt));

        public void TakeAnswerBack(int number) => replies.RemoveAll(r => r.Number == number);

        /// <summary>For what changes it and leaves no more than its version here.</summary>
        public RecordedEvent Touch(RecordedEvent e)
        {
            version = e.Version;
            return e;
        }

        public void React(RecordedEvent e, string emoji)
        {
            Touch(e);
            var at = reactions.FindIndex(r => r.Emoji == emoji);
            if (at < 0) reactions.Add((emoji, [e.Actor]));
            else if (!reactions[at].Users.Contains(e.Actor)) reactions[at].Users.Add(e.Actor);
        }

        public void Unreact(RecordedEvent e, string emoji)
        {
            Touch(e);
            var at = reactions.FindIndex(r => r.Emoji == emoji);
            if (at >= 0 && reactions[at].Users.Remove(e.Actor) && reactions[at].Users.Count == 0) reactions.RemoveAt(at);
        }

        public ReplayedMessage Show(ReplayedAct? pinned)
        {
            var said = (MessageSent)sent.Event;
            return new(
                said.Number, version, sent.Actor, said.SentAt ?? sent.RecordedAt,
                [new(sent.Version, said.Text, sent.Actor, sent.RecordedAt), .. edits.Select(static e => new ReplayedRevision(e.Version, ((MessageEdited)e.Event).Text, e.Actor, e.RecordedAt))],
                said.ThreadRoot, said.Broadcast ?? false,
                replies.Count > 0 ? new(replies.Count, replies.Max(static r => r.At), [.. replies.Select(static r => r.Author).Distinct()]) : null,
                [.. reactions.Select(static r => new ReplayedReaction(r.Emoji, r.Users))], pinned,
                deleted is null ? null : new(deleted.Actor, deleted.RecordedAt, deleted.Version), said.Forwarded, said.DisplayAs);
        }
    }
}
