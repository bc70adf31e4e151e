using EventChat.Commands.Channels;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Handling;

/// <summary>Two servers over one log: neither is told what the other records.</summary>
public class TwoNodesSpecs
{
    [Fact]
    public async Task Writing_to_one_stream_from_two_nodes_loses_and_doubles_nothing()
    {
        var log = Node.NewLog();
        using var here = await new Node(log).WithGeneral();
        using var there = new Node(log);

        var sent = await Task.WhenAll(Enumerable.Range(0, 16).Select(sender => Task.Run(async () =>
        {
            List<string> acknowledged = [];
            for (var i = 0; i < 25; i++)
            {
                var result = await (sender % 2 == 0 ? here : there).Say($"{sender}:{i}", Ada);
                Assert.Equal($"{sender}:{i}", Assert.IsType<MessageSent>(result.Last!.Event).Text);
                acknowledged.Add($"{sender}:{i}");
            }

            return acknowledged;
        })));

        var messages = await log.Messages();
        Assert.Equal(sent.SelectMany(static s => s).Order(), messages.Select(static m => m.Text).Order());
        Assert.Equal(Enumerable.Range(1, 400), messages.Select(static m => m.Number));
        Assert.Null((await Verification.Verify(log, null, CancellationToken.None)).Broken);
    }

    [Fact]
    public async Task A_conflict_is_decided_again_and_counted()
    {
        var log = Node.NewLog();
        using var here = await new Node(log).WithGeneral();
        using var there = new Node(log);
        await there.Say("first", Ada);

        var result = await here.Say("second", Bob);

        Assert.Equal(new MessageSent(2, "second"), result.Last!.Event);
        Assert.Equal(1, here.Meters["eventchat.commands.conflicts"]);
    }

    [Fact]
    public async Task A_conflict_may_turn_an_acceptance_into_a_refusal()
    {
        var log = Node.NewLog();
        using var here = await new Node(log).WithGeneral();
        using var there = new Node(log);
        await there.Do(new LeaveChannel(General), Bob);

        Assert.Equal(new NotAMember(General), (await here.Say("Hello", Bob)).Refusal);
    }

    [Fact]
    public async Task No_refusal_comes_from_a_state_that_is_behind()
    {
        var log = Node.NewLog();
        using var here = await new Node(log).WithGeneral();
        using var there = new Node(log);
        Assert.NotNull((await here.Say("Hello", Mallory)).Refusal);

        await there.Do(new JoinChannel(General), Mallory);

        Assert.Null((await here.Say("Hello", Mallory)).Refusal);
    }

    [Fact]
    public async Task Nothing_to_do_is_not_said_by_a_state_that_is_behind()
    {
        var log = Node.NewLog();
        using var here = await new Node(log).WithGeneral();
        using var there = new Node(log);
        Assert.Empty((await here.Do(new JoinChannel(General), Bob)).Events);

        await there.Do(new LeaveChannel(General), Bob);

        Assert.Equal(new MemberJoined(Bob), (await here.Do(new JoinChannel(General), Bob)).Last!.Event);
    }

    [Fact]
    public async Task No_answer_comes_from_a_state_that_is_behind()
    {
        var log = Node.NewLog();
        using var here = await new Node(log).WithGeneral();
        using var there = new Node(log);

        for (var i = 1; i <= 10; i++)
        {
            await there.Say("Hello", Ada);
            Assert.Equal(i, await here.LastNumber());
        }
    }

    [Fact]
    public async Task After_an_answer_the_next_command_is_decided_on_what_the_answer_saw()
    {
        var log = Node.NewLog();
        using var here = await new Node(log).WithGeneral();
        using var there = new Node(log);
        await there.Say("Hello", Ada);
        Assert.Equal(1, await here.LastNumber());

        Assert.Equal(new MessageEdited(1, "Hello!"), (await here.Do(new EditMessage(General, 1, "Hello!"), Ada)).Last!.Event);
        Assert.Equal(1, here.Meters["eventchat.commands.conflicts"]);
    }

    [Fact]
    public async Task A_message_deleted_there_takes_no_reaction_here()
    {
        var log = Node.NewLog();
        using var here = await new Node(log).WithGeneral();
        using var there = new Node(log);
        await here.Say("Hello", Ada);
        await there.Commands.Handle(new DeleteMessage(General, 1), As(Mallory, WorkspaceRole.Admin));

        Assert.Equal(new MessageIsDeleted(1), (await here.Do(new AddReaction(General, 1, "👋"), Bob)).Refusal);
        Assert.Equal(new MessageIsDeleted(1), (await here.Do(new EditMessage(General, 1, "Hi"), Ada)).Refusal);
    }
}
