using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Handling;

public class OneNodeSpecs
{
    [Fact]
    public async Task An_answer_carries_what_was_recorded()
    {
        using var node = await new Node(Node.NewLog()).WithGeneral();

        var result = await node.Say("Hello", Bob);

        Assert.Null(result.Refusal);
        Assert.Equal((4, Bob), (result.Version, result.Last!.Actor));
        Assert.Equal(new MessageSent(1, "Hello"), result.Last.Event);
        Assert.True(result.Last.Position > Position.Start);
    }

    [Fact]
    public async Task A_refusal_and_a_command_that_changes_nothing_record_nothing()
    {
        var log = Node.NewLog();
        using var node = await new Node(log).WithGeneral();

        var refused = await node.Say("Hello", Mallory);
        var nothing = await node.Do(new JoinChannel(General), Bob);

        Assert.Equal(new NotAMember(General), refused.Refusal);
        Assert.Equal((null, 3L), (nothing.Refusal, nothing.Version));
        Assert.Empty(nothing.Events);
        Assert.Equal(3, await log.ReadVersion(StreamName.For(General), CancellationToken.None));
    }

    [Fact]
    public async Task Many_at_once_to_one_stream_get_dense_numbers_in_the_order_of_the_log()
    {
        var log = Node.NewLog();
        using var node = await new Node(log).WithGeneral();

        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(sender => Task.Run(async () =>
        {
            List<(string Text, int Number)> own = [];
            for (var i = 0; i < 50; i++)
                own.Add(($"{sender}:{i}", ((MessageSent)(await node.Say($"{sender}:{i}", sender % 2 == 0 ? Ada : Bob)).Last!.Event).Number));
            return own;
        })));

        var messages = await log.Messages();
        Assert.Equal(Enumerable.Range(1, 64 * 50), messages.Select(static m => m.Number));
        Assert.All(results, own => Assert.Equal(own.Select(static o => o.Number).Order(), own.Select(static o => o.Number)));
        Assert.All(results.SelectMany(static own => own), own => Assert.Equal(own.Text, messages[own.Number - 1].Text));
    }

    [Fact]
    public async Task What_waits_together_is_appended_together()
    {
        var log = new ObstinateStore(Node.NewLog());
        using var node = await new Node(log).WithGeneral();
        log.IsShut = true;
        var first = node.Say("first", Ada);
        var others = Enumerable.Range(0, 100).Select(i => node.Say($"{i}", Bob)).ToList();
        var before = log.Appends;

        log.Open();
        var results = await Task.WhenAll([first, .. others]);

        Assert.Equal(before + 1, log.Appends);
        Assert.Equal(Enumerable.Range(1, 101), results.Select(static r => ((MessageSent)r.Last!.Event).Number));
    }

    [Fact]
    public async Task Each_is_decided_on_what_the_ones_before_it_recorded()
    {
        var log = new ObstinateStore(Node.NewLog());
        using var node = await new Node(log).WithGeneral();
        log.IsShut = true;
        var first = node.Say("Hello", Ada);
        Task<CommandResult>[] together =
        [
            node.Do(new AddReaction(General, 1, "👋"), Bob), node.Do(new AddReaction(General, 1, "👋"), Bob), node.Do(new DeleteMessage(General, 1), Ada),
            node.Do(new AddReaction(General, 1, "👍"), Bob), node.Do(new LeaveChannel(General), Bob), node.Say("Bye", Bob),
        ];

        log.Open();
        var results = await Task.WhenAll(together);

        Assert.Null((await first).Refusal);
        Assert.Equal([1, 0, 1, 0, 1, 0], results.Select(static r => r.Events.Count));
        Assert.Equal([5, 5, 6, 0, 7, 0], results.Select(static r => r.Version));
        Assert.Equal([null, null, null, new MessageIsDeleted(1), null, new NotAMember(General)], results.Select(static r => r.Refusal));
    }

    [Fact]
    public async Task A_question_sees_what_was_recorded_before_it()
    {
        using var node = await new Node(Node.NewLog()).WithGeneral();

        for (var i = 1; i <= 20; i++)
        {
            await node.Say("Hello", Ada);
            Assert.Equal(i, await node.LastNumber());
        }
    }

    [Fact]
    public async Task A_caller_that_gives_up_does_not_disturb_the_others()
    {
        var log = new ObstinateStore(Node.NewLog());
        using var node = await new Node(log).WithGeneral();
        using var patience = new CancellationTokenSource();
        log.IsShut = true;
        var impatient = node.Commands.Handle(new SendMessage(General, "first"), As(Ada), patience.Token);
        var patient = node.Say("second", Bob);

        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        log.Open();

        Assert.Equal(2, ((MessageSent)(await patient).Last!.Event).Number);
        Assert.Equal(0, node.Meters.Read("eventchat.commands.waiting"));
    }

    [Fact]
    public async Task A_decision_that_throws_fails_its_own_command_only()
    {
        var log = new ObstinateStore(Node.NewLog());
        using var node = await new Node(log).WithGeneral();
        log.IsShut = true;
        var first = node.Say("first", Ada);
        var (before, broken, after) = (node.Say("before", Bob), node.Do(new Broken(), Bob), node.Say("after", Bob));
        var question = node.Commands.Ask<Channel, int>(StreamName.For(General), static (_, _) => throw new NotSupportedException());

        log.Open();

        await Assert.ThrowsAsync<NotSupportedException>(() => broken);
        await Assert.ThrowsAsync<NotSupportedException>(() => question);
        Assert.Equal([1, 2, 3], (await Task.WhenAll(first, before, after)).Select(static r => ((MessageSent)r.Last!.Event).Number));
        Assert.Equal(3, await node.LastNumber());
    }

    private sealed record Broken : ICommand<Channel>
    {
        public StreamName Stream => StreamName.For(General);
        public Decision Decide(Channel state, CommandContext context) => throw new NotSupportedException();
    }
}
