using EventChat.Commands.Handling;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Handling;

public class UnavailableLogSpecs
{
    [Fact]
    public async Task Commands_are_refused_while_it_is_away_and_taken_when_it_is_back()
    {
        var log = new ObstinateStore(Node.NewLog());
        using var node = await new Node(log).WithGeneral();
        await node.Say("before", Ada);
        log.IsAway = true;

        for (var i = 0; i < 3; i++) Assert.Equal(new LogUnavailable(), (await node.Say("meanwhile", Ada)).Refusal);
        log.IsAway = false;

        Assert.Equal(new MessageSent(2, "after"), (await node.Say("after", Ada)).Last!.Event);
    }

    [Fact]
    public async Task Neither_a_refusal_nor_nothing_is_said_while_nobody_knows()
    {
        var log = new ObstinateStore(Node.NewLog());
        using var node = await new Node(log).WithGeneral();
        log.IsAway = true;

        Assert.Equal(new LogUnavailable(), (await node.Say("Hello", Mallory)).Refusal);
        Assert.Equal(new LogUnavailable(), (await node.Do(new Commands.Channels.JoinChannel(General), Bob)).Refusal);
        await Assert.ThrowsAsync<LogUnavailableException>(node.LastNumber);
    }

    [Fact]
    public async Task What_was_recorded_though_the_answer_was_lost_is_known_afterwards()
    {
        var log = new ObstinateStore(Node.NewLog());
        using var node = await new Node(log).WithGeneral();
        log.LosesAnswers = true;
        Assert.Equal(new LogUnavailable(), (await node.Say("lost", Ada)).Refusal);

        log.LosesAnswers = false;

        Assert.Equal(new MessageSent(2, "found"), (await node.Say("found", Ada)).Last!.Event);
        Assert.Equal(["lost", "found"], (await log.Messages()).Select(static m => m.Text));
    }
}
