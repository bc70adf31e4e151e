using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Channels;

public class OpenDirectSpecs
{
    private static readonly OpenDirect AdaAndBob = new(Home, [Bob, Ada]);
    private static readonly IReadOnlyList<Past> TheyTalk =
        [new ChannelCreated(Home, "", ChannelKind.Direct, "", ""), new MemberJoined(Ada), new MemberJoined(Bob)];

    [Fact]
    public void It_is_made_with_everybody_in_it() =>
        Given<Channel>().When(AdaAndBob, by: Ada).Then([.. TheyTalk.Select(static past => past.Event)]);

    [Fact]
    public void It_is_found_by_whoever_asks() => Given<Channel>(TheyTalk).When(AdaAndBob, by: Bob).ThenNothing();

    [Fact]
    public void Who_was_removed_and_is_back_in_the_workspace_is_let_in_again() =>
        Given<Channel>([.. TheyTalk, new MemberLeft(Bob)]).When(AdaAndBob, by: Ada).Then(new MemberJoined(Bob));

    [Fact]
    public void Nobody_is_let_into_one_of_a_workspace_that_is_about_to_be_deleted() =>
        Given<Channel>([.. TheyTalk, new MemberLeft(Bob), new ChannelFrozen()]).When(AdaAndBob, by: Ada).ThenRefused(new WorkspaceBeingDeleted(Home));

    [Fact]
    public void The_people_make_its_id()
    {
        Assert.True(AdaAndBob.ChannelId.IsDirect);
        Assert.Equal(AdaAndBob.ChannelId, new OpenDirect(Home, [Ada, Bob, Ada]).ChannelId);
        UserId[][] others = [[Ada], [Bob], [Ada, Mallory], [Ada, Bob, Mallory]];
        Assert.Equal(5, others.Select(static people => new OpenDirect(Home, people).ChannelId).Append(AdaAndBob.ChannelId).Distinct().Count());
        Assert.NotEqual(AdaAndBob.ChannelId, new OpenDirect(WorkspaceId.New(), [Ada, Bob]).ChannelId);
    }

    [Fact]
    public void It_has_at_most_nine_people()
    {
        static UserId[] People(int count) => [.. Enumerable.Range(0, count).Select(static _ => UserId.New())];

        Given<Channel>().When(new OpenDirect(Home, People(10)), by: Ada).ThenRefused(new TooManyPeople());
        Assert.Null(new OpenDirect(Home, People(9)).Decide(Channel.Initial(), new(As(Ada), Noon)).Refusal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(WorkspaceRole.Guest)]
    public void Guests_begin_none(WorkspaceRole? role) =>
        Given<Channel>().When(AdaAndBob, by: Ada, role).ThenRefused(new GuestsMayNot("begin direct messages"));

    public static TheoryData<string> Changes => [.. All.Keys];

    [Theory, MemberData(nameof(Changes))]
    public void It_stays_as_it_was_made(string change)
    {
        Given<Channel>(TheyTalk).When(All[change], by: Ada, WorkspaceRole.Owner).ThenRefused(new DirectStaysAsItIs());
        Given<Channel>(TheyTalk).When(All[change], by: Mallory, WorkspaceRole.Owner).ThenRefused(new ChannelNotFound(General));
    }

    [Fact]
    public void A_snapshot_knows_that_it_is_one()
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        Given<Channel>(TheyTalk).State.Save(bytes);
        var loaded = Channel.Load(bytes.WrittenSpan);

        Assert.Equal(ChannelKind.Direct, loaded.Kind);
        Assert.Equal([Ada, Bob], loaded.Members);
        Assert.False(loaded.IsVisibleTo(As(Mallory, WorkspaceRole.Owner)));
    }

    private static Dictionary<string, ICommand<Channel>> All => new()
    {
        ["rename"] = new RenameChannel(General, "us"), ["describe"] = new DescribeChannel(General, "us", null), ["archive"] = new ArchiveChannel(General),
        ["unarchive"] = new UnarchiveChannel(General), ["join"] = new JoinChannel(General), ["leave"] = new LeaveChannel(General),
        ["add"] = new AddMember(General, Mallory, IsInWorkspace: true), ["remove"] = new RemoveMember(General, Bob),
    };
}
