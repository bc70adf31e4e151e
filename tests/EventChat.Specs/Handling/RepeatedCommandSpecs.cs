using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Handling;

public class RepeatedCommandSpecs
{
    [Fact]
    public async Task A_repeat_gets_the_first_answer()
    {
        var log = Node.NewLog();
        using var node = await new Node(log).WithGeneral();
        var first = await node.Say("Hello", Ada, key: "k1");
        await node.Say("And more", Ada);

        var again = await node.Say("Hello", Ada, key: "k1");

        AssertSame(first, again);
        Assert.Equal(2, (await log.Messages()).Count);
    }

    [Fact]
    public async Task A_repeat_on_another_node_gets_the_first_answer()
    {
        var log = Node.NewLog();
        using var here = await new Node(log).WithGeneral();
        using var there = new Node(log);
        Assert.Equal(0, await there.LastNumber());

        AssertSame(await here.Say("Hello", Ada, key: "k1"), await there.Say("Hello", Ada, key: "k1"));
    }

    [Fact]
    public async Task Repeats_at_the_same_time_wait_for_the_first()
    {
        var log = Node.NewLog();
        using var here = await new Node(log).WithGeneral();
        using var there = new Node(log);

        for (var round = 0; round < 20; round++)
        {
            var key = $"k{round}";
            var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(() => (i % 2 == 0 ? here : there).Say("Hello", Ada, key))));
            Assert.All(results, r => AssertSame(results[0], r));
        }

        Assert.Equal(20, (await log.Messages()).Count);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        using var node = await new Node(Node.NewLog()).WithGeneral();
        await node.Say("Hello", Ada, key: "k1");

        Assert.Equal(new IdempotencyKeyReused(), (await node.Say("Bye", Ada, key: "k1")).Refusal);
        Assert.Equal(new IdempotencyKeyReused(), (await node.Do(new SendMessage(General, "Hello", 1, ClientMessageId: "k1"), Ada)).Refusal);
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_found_again_under_the_key()
    {
        var log = new ObstinateStore(Node.NewLog());
        using var node = await new Node(log).WithGeneral();
        log.LosesAnswers = true;
        Assert.Equal(new LogUnavailable(), (await node.Say("Hello", Ada, key: "k1")).Refusal);

        log.LosesAnswers = false;

        Assert.Equal(new MessageSent(1, "Hello", ClientMessageId: "k1"), (await node.Say("Hello", Ada, key: "k1")).Last!.Event);
        Assert.Single(await log.Messages());
    }

    [Fact]
    public async Task A_creation_twice_makes_one_thing()
    {
        using var here = new Node(Node.NewLog());
        var create = new CreateChannel(General, Home, "general", ChannelKind.Public, "", "");
        var first = await here.Do(create, Ada);

        var again = await here.Do(create, Ada);
        var other = await here.Do(create with { Topic = "Tea" }, Ada);

        Assert.Equal(2, again.Events.Count);
        Assert.Equal(first.Events.Select(static e => e.Id), again.Events.Select(static e => e.Id));
        Assert.Equal(new IdempotencyKeyReused(), other.Refusal);
    }

    private static void AssertSame(CommandResult first, CommandResult again)
    {
        Assert.Null(again.Refusal);
        Assert.Equal((first.Last!.Id, first.Last.Position, first.Version), (again.Last!.Id, again.Last.Position, again.Version));
    }
}
