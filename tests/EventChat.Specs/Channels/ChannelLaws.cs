using System.Buffers;
using CsCheck;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Channels;

public class ChannelLaws
{
    [Fact]
    public void A_command_twice_changes_nothing_the_second_time() =>
        Gen.Select(Ask.Many(60), Ask.Any).Where(static (_, last) => last.Command is not SendMessage { ClientMessageId: null })
            .Sample(static (asks, last) =>
            {
                var world = new World(asks);
                world.Do(last);
                Assert.Empty(world.Decide(last).Events);
            });

    [Fact]
    public void A_state_from_its_snapshot_decides_the_same() =>
        Gen.Select(Ask.Many(80), Ask.Any.Array[20]).Sample(static (asks, more) =>
        {
            var world = new World(asks);
            var (kept, loaded) = (world.Channel, Reload(world.Channel));
            var now = world.Now;
            for (var i = 0; i < more.Length; i++)
            {
                var (expected, actual) = (Decide(kept, more[i], now), Decide(loaded, more[i], now));
                Assert.Equal(expected.Refusal, actual.Refusal);
                Assert.Equal(expected.Repeated, actual.Repeated);
                Assert.Equal(expected.Events, actual.Events);
                foreach (var e in expected.Events)
                {
                    kept.Apply(e, more[i].Caller.User, world.History.Count + 100 + i, now);
                    loaded.Apply(e, more[i].Caller.User, world.History.Count + 100 + i, now);
                }

                now += more[i].Later;
            }
        });

    [Fact]
    public void A_snapshot_of_a_loaded_snapshot_is_the_same() =>
        Ask.Many(80).Sample(static asks =>
        {
            var state = Reload(new World(asks).Channel);
            Assert.Equal(Save(state), Save(Reload(state)));
        });

    [Fact]
    public void What_did_not_happen_after_all_is_taken_back() =>
        Gen.Select(Ask.Many(80), Ask.Any.Array[20]).Sample(static (asks, more) =>
        {
            var world = new World(asks);
            var before = Save(world.Channel);
            world.Channel.Mark();
            foreach (var ask in more) world.Do(ask);

            world.Channel.TakeBack();

            Assert.Equal(before, Save(world.Channel));
        });

    [Fact]
    public void Numbers_are_dense_and_in_order() =>
        Ask.Many(80).Sample(static asks =>
        {
            var sent = new World(asks).History.Select(static e => e.Event).OfType<MessageSent>().Select(static e => e.Number).ToList();
            Assert.Equal(Enumerable.Range(1, sent.Count), sent);
        });

    [Fact]
    public void A_plain_message_costs_less_than_40_bytes()
    {
        const int messages = 300_000;
        var channel = Channel.Initial();
        var sent = new MessageSent(1, "Hello");
        for (var i = 1; i <= messages; i++) channel.Apply(sent, i % 2 == 0 ? Ada : Bob, i, Noon);

        Assert.InRange(channel.Bytes / messages, 1, 39);
        Assert.InRange(Save(channel).Length / messages, 1, 20);
        Assert.Equal(messages, channel.LastNumber);
    }

    [Fact]
    public void Deleted_messages_give_the_memory_of_their_reactions_back()
    {
        var world = new World(Histories.AdaSaidHello.Select(static p => p.Event).Select(AsAsk));
        var before = world.Channel.Bytes;

        world.Channel.Apply(new ReactionAdded(1, "👋"), Ada, 5, Noon);
        world.Channel.Apply(new ReactionAdded(1, "👋"), Bob, 6, Noon);
        Assert.True(world.Channel.Bytes > before);
        world.Channel.Apply(new MessageDeleted(1, Ada), Ada, 7, Noon);

        Assert.Equal(before, world.Channel.Bytes);
    }

    private static Ask AsAsk(DomainEvent @event) => new(new Recorded(@event), As(Ada), TimeSpan.Zero);

    private static Decision Decide(Channel state, Ask ask, DateTimeOffset now) => ask.Command.Decide(state, new(ask.Caller, now));

    private static Channel Reload(Channel state) => Channel.Load(Save(state));

    private static byte[] Save(Channel state)
    {
        var bytes = new ArrayBufferWriter<byte>();
        state.Save(bytes);
        return bytes.WrittenSpan.ToArray();
    }

    private sealed record Recorded(DomainEvent Event) : ICommand<Channel>
    {
        public StreamName Stream => StreamName.For(General);
        public Decision Decide(Channel state, CommandContext context) => Event;
    }
}
