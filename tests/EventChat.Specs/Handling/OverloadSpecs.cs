using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Handling;

public class OverloadSpecs
{
    [Fact]
    public async Task A_full_stream_refuses_and_counts_and_records_what_it_took()
    {
        var inner = Node.NewLog();
        var log = new ObstinateStore(inner);
        using var node = await new Node(log, new CommandOptions { MaxWaitingPerStream = 10 }).WithGeneral();
        log.IsShut = true;
        var first = node.Say("first", Ada);

        var others = Enumerable.Range(0, 25).Select(i => node.Say($"{i}", Ada)).ToList();
        Assert.All(await Task.WhenAll(others[10..]), static r => Assert.Equal(new Overloaded(), r.Refusal));
        var question = await Assert.ThrowsAsync<RefusedException>(node.LastNumber);
        log.Open();

        Assert.Equal(new Overloaded(), question.Refusal);
        Assert.All(await Task.WhenAll([first, .. others[..10]]), static r => Assert.Null(r.Refusal));
        Assert.Equal(11, (await inner.Messages()).Count);
        Assert.Equal(16, node.Meters["eventchat.commands.overloaded"]);
        Assert.Null((await node.Say("Hello again", Ada)).Refusal);
    }

    [Fact]
    public async Task A_full_server_refuses_on_every_stream_and_counts()
    {
        var log = new ObstinateStore(Node.NewLog());
        using var node = await new Node(log, new CommandOptions { MaxWaiting = 5 }).WithGeneral();
        log.IsShut = true;
        var taken = Enumerable.Range(0, 5).Select(i => node.Say($"{i}", Ada)).ToList();
        Assert.Equal(5, node.Meters.Read("eventchat.commands.waiting"));

        Assert.Equal(new Overloaded(), (await node.Do(new SendMessage(ChannelId.New(), "Hello"), Ada)).Refusal);
        log.Open();

        Assert.All(await Task.WhenAll(taken), static r => Assert.Null(r.Refusal));
        Assert.Equal(1, node.Meters["eventchat.commands.overloaded"]);
        Assert.Equal(0, node.Meters.Read("eventchat.commands.waiting"));
    }

    [Fact]
    public async Task A_full_log_refuses_commands_and_questions_alike()
    {
        var log = new ObstinateStore(Node.NewLog());
        using var node = await new Node(log).WithGeneral();
        log.IsShut = log.IsFull = true;
        var first = node.Say("first", Ada);
        var (second, question) = (node.Say("second", Bob), node.LastNumber());

        log.Open();

        Assert.Equal(new Overloaded(), (await first).Refusal);
        Assert.Equal(new Overloaded(), (await second).Refusal);
        Assert.Equal(new Overloaded(), (await Assert.ThrowsAsync<RefusedException>(() => question)).Refusal);
        Assert.Equal(2, node.Meters["eventchat.commands.overloaded"]);
        log.IsFull = false;
        Assert.Equal(4, (await node.Say("Hello", Ada)).Version);
    }
}
