using CsCheck;
using EventChat.Adapters.EventStore;
using EventChat.Adapters.Privacy;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Inbox;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using EventChat.Projections.Compliance;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Compliance;

public class ReplaySpecs
{
    [Fact]
    public void A_deleted_message_shows_what_it_said_and_who_deleted_it()
    {
        var message = Messages(size: 10, [.. Histories.BobAnswered, new MessageEdited(1, "Hello all"), new ReactionAdded(1, "👋"), new MessagePinned(1), By(Bob, new MessageDeleted(1, Ada))])[^1];

        Assert.Equal(["Hello", "Hello all"], message.Revisions.Select(static r => r.Text));
        Assert.Equal((Bob, Noon), (message.Deleted!.By, message.Deleted.At));
        Assert.Equal(["👋"], message.Reactions.Select(static r => r.Emoji));
        Assert.Null(message.Pinned);
        Assert.Equal((1, Noon, Bob), (message.Thread!.Replies, message.Thread.LatestReplyAt, message.Thread.Participants.Single()));
    }

    [Fact]
    public void A_page_is_the_newest_messages_before_a_number()
    {
        Past[] talk = [.. Histories.GeneralIsThere, .. Enumerable.Range(1, 9).Select(static n => (Past)new MessageSent(n, $"{n}")), new ReactionAdded(3, "👋"), new MessageEdited(9, "IX")];

        Assert.Equal([9, 8, 7], Messages(3, talk).Select(static m => m.Number));
        Assert.Equal([4, 3], Messages(2, talk, before: 5).Select(static m => m.Number));
        Assert.Equal("👋", Messages(2, talk, before: 5)[1].Reactions.Single().Emoji);
        Assert.Equal([2, 1], Messages(5, talk, before: 3).Select(static m => m.Number));
        Assert.Empty(Messages(1, talk, before: 1));
    }

    [Fact]
    public void Who_comes_back_has_read_what_was_there()
    {
        var marks = new MarkAsOf(General);
        marks.Take(Recorded(new ChannelRead(General, 2), 5, StreamName.ForInbox(Bob)));
        marks.Take(Recorded(new ChannelRead(Cellar, 9), 6, StreamName.ForInbox(Bob)));

        Assert.Equal(2, marks.Of(new(Bob, Noon, new(4), 1)));
        Assert.Equal(7, marks.Of(new(Bob, Noon, new(5), 7)));
    }

    [Fact]
    public async Task A_moment_is_the_last_event_up_to_it()
    {
        var store = new InMemoryEventStore(EventTypes.All, new(new InMemoryKeyring()));
        for (var n = 0; n < 40; n++)
            await store.Append(new("name-0"), n, [new(Guid.CreateVersion7(), new MessageDeleted(n, Ada), new(Ada, null, default, default), Noon.AddSeconds(n / 2 * 2))], default);
        var log = await store.ReadAll(Position.Start, default).ToListAsync();
        var head = await store.ReadHead(default);

        for (var second = -1; second < 45; second++)
            Assert.Equal(log.LastOrDefault(e => e.RecordedAt <= Noon.AddSeconds(second))?.Position, await new Replays(store).PositionAt(Noon.AddSeconds(second), head, default));
        Assert.Null(await new Replays(new InMemoryEventStore(EventTypes.All, new(new InMemoryKeyring()))).PositionAt(Noon, Position.Start, default));
    }

    [Fact]
    public void Numbers_are_found_wherever_they_stand_among_words() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9].Nullable(), Gen.Bool.Nullable(), Gen.String).Sample(static (number, root, broadcast, text) =>
        {
            var scan = MessageScan.Of(EventOutline.Of(Recorded(new MessageSent(number, text, root, broadcast, "k1", Noon, [new(EntityKind.User, 0, 1, UserId: Ada)], Ada, new(Bob, text, Noon, null, General, 77)), 1, StreamName.For(General))));
            return scan == new MessageScan(number, root ?? 0, broadcast ?? false);
        });

    [Fact]
    public void A_mark_that_goes_back_can_pass_again()
    {
        var read = new ReadFold(General, number: 3, threadRoot: 0, sentAt: new(10));
        foreach (var (position, number) in (List<(int, int)>)[(9, 5), (11, 2), (12, 3), (13, 4), (14, 1), (15, 9)])
            read.Take(Recorded(new ChannelRead(General, number), position, StreamName.ForInbox(Bob)));

        Assert.Equal([(12L, 3), (15L, 9)], read.Passings.Select(static p => (p.Position, p.Number)));
    }

    private static IReadOnlyList<ReplayedMessage> Messages(int size, Past[] history, int before = int.MaxValue)
    {
        var fold = new ChannelAsOf(size, before);
        foreach (var (i, past) in history.Index()) fold.Take(Recorded(past.Event, i + 1, StreamName.For(General), past.By));
        Assert.Equal(history.Max(static past => past.Event is MessageSent sent ? sent.Number : 0), fold.LastNumber);
        return fold.NewestFirst(version => history[(int)version - 1].Event);
    }

    private static RecordedEvent Recorded(DomainEvent fact, long position, StreamName stream, UserId? by = null)
    {
        var (type, json) = EventTypes.All.Write(fact);
        return new(EventTypes.All)
        {
            Position = new(position), Stream = stream, Version = position, Id = Guid.Empty, Type = type, Data = json, Context = new(by ?? Ada, null, default, default), RecordedAt = Noon,
            Hash = HashChain.Genesis,
        };
    }
}
