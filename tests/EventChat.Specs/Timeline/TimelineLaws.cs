using CsCheck;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Timeline;
using EventChat.Specs.Support;

namespace EventChat.Specs.Timeline;

/// <summary>The fold agrees with a model that looks at the whole history for every question.</summary>
public class TimelineLaws
{
    [Fact]
    public void The_fold_is_what_the_whole_history_says() =>
        Ask.Many(120).Sample(static asks =>
        {
            var history = new World(asks).History;
            var folded = Folds.Of<TimelineProjection, TimelineMessage>(history).Values.ToList();
            var sent = history.Where(static e => e.Event is MessageSent).ToList();

            Assert.Equal(sent.Count, folded.Count);
            foreach (var (expected, actual) in sent.Select(e => Expect(history, e)).Zip(folded)) AssertSame(expected, actual);
        }, iter: 500);

    private static void AssertSame(TimelineMessage expected, TimelineMessage actual)
    {
        Assert.Equal(expected.Reactions?.Select(static r => (r.Emoji, string.Join(' ', r.Users))), actual.Reactions?.Select(static r => (r.Emoji, string.Join(' ', r.Users))));
        Assert.Equal(expected.Thread?.Participants ?? [], actual.Thread?.Participants ?? []);
        Assert.Equal(expected.Thread?.Recent ?? [], actual.Thread?.Recent ?? []);
        Assert.Equal(expected.Thread?.ReplyCount ?? 0, actual.Thread?.ReplyCount ?? 0);
        Assert.Equal(expected.Thread?.LatestReplyAt, actual.Thread?.LatestReplyAt);
        Assert.Equal(expected.Previews ?? [], actual.Previews ?? []);
        Assert.Equal(expected with { Thread = null, Reactions = null, Previews = null }, actual with { Thread = null, Reactions = null, Previews = null });
    }

    private static TimelineMessage Expect(IReadOnlyList<RecordedEvent> history, RecordedEvent recorded)
    {
        var sent = (MessageSent)recorded.Event;
        var edit = history.LastOrDefault(e => e.Event is MessageEdited edited && edited.Number == sent.Number);
        var deleted = history.FirstOrDefault(e => e.Event is MessageDeleted d && d.Number == sent.Number);
        var pin = history.LastOrDefault(e => e.Event is MessagePinned p && p.Number == sent.Number);
        if (deleted is not null || history.Any(e => e.Version > pin?.Version && e.Event is MessageUnpinned u && u.Number == sent.Number)) pin = null;
        var last = history.Last(e => e == recorded || Touches(e.Event, sent.Number));
        return new()
        {
            Id = $"{Cast.General}:{sent.Number:D10}", ChannelId = Cast.General, Number = sent.Number, Author = recorded.Actor, Version = last.Version,
            FirstVersion = last == recorded ? null : recorded.Version,
            Text = deleted is not null ? "" : (edit?.Event as MessageEdited)?.Text ?? sent.Text,
            SentAt = recorded.RecordedAt, EditedAt = edit?.RecordedAt, DeletedAt = deleted?.RecordedAt,
            ThreadRoot = sent.ThreadRoot, ThreadKey = sent.ThreadRoot is { } root ? $"{Cast.General}:{root:D10}" : null,
            Broadcast = sent.Broadcast == true, ClientMessageId = sent.ClientMessageId,
            Entities = deleted is not null ? null : edit is null ? sent.Entities : ((MessageEdited)edit.Event).Entities,
            Forwarded = deleted is null ? sent.Forwarded : null, PinnedBy = pin?.Actor, PinnedAt = pin?.RecordedAt,
            Previews = deleted is null ? Previews(history, sent) : null,
            Reactions = deleted is null ? Reactions(history, sent.Number) : null,
            Thread = Thread(history, sent.Number),
        };
    }

    /// <summary>Of each link, what was said last, if no edit since was without it.</summary>
    private static List<TimelinePreview>? Previews(IReadOnlyList<RecordedEvent> history, MessageSent sent)
    {
        List<TimelinePreview> standing = [.. from e in history
                                             let preview = e.Event as MessagePreviewAdded
                                             where preview?.Number == sent.Number && !history.Any(later => later.Version > e.Version && later.Event is MessageEdited edited
                                                 && edited.Number == sent.Number && !MessageLinks.In(edited.Text, edited.Entities).Contains(preview.Url))
                                             select new TimelinePreview(preview.Url, preview.Title)];
        return standing.Count > 0 ? standing : null;
    }

    private static bool Touches(DomainEvent e, int number) => e switch
    {
        MessageEdited edited => edited.Number == number,
        MessageDeleted deleted => deleted.Number == number,
        ReactionAdded added => added.Number == number,
        ReactionRemoved removed => removed.Number == number,
        MessagePinned pinned => pinned.Number == number,
        MessagePreviewAdded preview => preview.Number == number,
        MessageUnpinned unpinned => unpinned.Number == number,
        _ => false,
    };

    /// <summary>Emoji in the order in which they came to stay, people in the order of their reaction that stands.</summary>
    private static List<TimelineReaction>? Reactions(IReadOnlyList<RecordedEvent> history, int number)
    {
        var given = Periods(history, e => e.Event is ReactionAdded added && added.Number == number ? (added.Emoji, e.Actor) : null,
            e => e.Event is ReactionRemoved removed && removed.Number == number ? (removed.Emoji, e.Actor) : null);
        var kinds = given.GroupBy(static g => g.Key.Item1).Select(kind => (
            Emoji: kind.Key,
            Since: Since(history, kind.Key, number),
            Users: kind.OrderBy(static g => g.Since).Select(static g => g.Key.Actor).ToList()));
        List<TimelineReaction> standing = [.. kinds.OrderBy(static k => k.Since).Select(static k => new TimelineReaction(k.Emoji, k.Users))];
        return standing.Count > 0 ? standing : null;
    }

    private static List<((string, UserId Actor) Key, long Since)> Periods(
        IReadOnlyList<RecordedEvent> history, Func<RecordedEvent, (string, UserId)?> begins, Func<RecordedEvent, (string, UserId)?> ends) =>
        [.. history.Where(e => begins(e) is { } key && !history.Any(later => later.Version > e.Version && ends(later) == key)).Select(e => (begins(e)!.Value, e.Version))];

    /// <summary>When the emoji was last given while nobody's stood.</summary>
    private static long Since(IReadOnlyList<RecordedEvent> history, string emoji, int number)
    {
        var (count, since) = (0, 0L);
        foreach (var e in history)
        {
            if (e.Event is ReactionAdded a && a.Number == number && a.Emoji == emoji && count++ == 0) since = e.Version;
            if (e.Event is ReactionRemoved r && r.Number == number && r.Emoji == emoji) count--;
        }

        return since;
    }

    private static ThreadSummary? Thread(IReadOnlyList<RecordedEvent> history, int root)
    {
        var replies = history.Where(e => e.Event is MessageSent sent && sent.ThreadRoot == root).ToList();
        if (replies.Count == 0) return null;

        var standing = replies.Where(r => !history.Any(e => e.Event is MessageDeleted d && d.Number == NumberOf(r))).ToList();
        var participants = standing.GroupBy(static r => r.Actor)
            .OrderBy(who => CameToStay(history, replies, who.Key)).Select(static who => new ThreadParticipant(who.Key, who.Count()));
        return new(standing.Count, [.. participants], [.. standing.Select(static r => new RecentReply(NumberOf(r), r.Actor, r.RecordedAt)).TakeLast(ThreadSummary.MaxRecent)]);
    }

    /// <summary>When the person last replied while no reply of theirs stood.</summary>
    private static long CameToStay(IReadOnlyList<RecordedEvent> history, List<RecordedEvent> replies, UserId user) =>
        replies.Last(reply => reply.Actor == user && !replies.Any(other => other.Actor == user && other.Version < reply.Version
            && !history.Any(e => e.Version < reply.Version && e.Event is MessageDeleted d && d.Number == NumberOf(other)))).Version;

    private static int NumberOf(RecordedEvent e) => ((MessageSent)e.Event).Number;
}
