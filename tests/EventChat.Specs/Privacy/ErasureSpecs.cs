using EventChat.Commands.Channels;
using EventChat.Commands.Compliance;
using EventChat.Commands.Privacy;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Compliance;
using EventChat.Events.Privacy;
using EventChat.Events.Users;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Privacy;

public class ErasureSpecs
{
    private static readonly OrderErasure Order = new(Home, Forgotten, Bob, "He asked for it");
    private static readonly ErasureOrdered Ordered = new(Forgotten, Bob, "He asked for it"), Waits = Ordered with { AwaitsApproval = true };
    private static readonly HoldPlaced OnBob = new(CaseHold, "Case 7", [Bob], []);
    private static readonly SecondOfficerRequired Two = new(true);

    [Fact]
    public void An_officer_orders_it_once()
    {
        Given<Governance>().When(Order, by: Ada).Then(Ordered);
        Given<Governance>(Ordered).When(Order, by: Ada).ThenRepeats(1);
        Given<Governance>(Ordered).When(Order with { ErasureId = ErasureId.New() }, by: Ada).ThenRefused(new ErasureUnderWay(Forgotten));
        Assert.True(Order.Repeats(Ordered));
        Assert.False(Order.Repeats(Ordered with { UserId = Ada }));
    }

    [Fact]
    public void Whoever_was_erased_and_came_back_can_be_erased_again()
    {
        var again = Order with { ErasureId = Id.Derive<ErasureId>('E', "again") };
        Given<Governance>(Ordered, new ErasureDone(Forgotten, Bob, 1, WithAccount: false)).When(again, by: Ada).Then(Ordered with { ErasureId = again.ErasureId });
    }

    [Fact]
    public void Nothing_is_destroyed_that_a_hold_may_be_over()
    {
        Given<Governance>(OnBob).When(Order, by: Ada).ThenRefused(new UnderHold(CaseHold));
        Given<Governance>(OnBob with { UserIds = [], ChannelIds = [General] }).When(Order, by: Ada).ThenRefused(new UnderHold(CaseHold));
        Given<Governance>(OnBob with { UserIds = [Mallory] }).When(Order, by: Ada).Then(Ordered);
        Given<Governance>(OnBob, new HoldReleased(CaseHold)).When(Order, by: Ada).Then(Ordered);
        Given<Governance>(Two, Waits, OnBob).When(new ApproveErasure(Home, Forgotten), by: Mallory).ThenRefused(new UnderHold(CaseHold));
    }

    [Fact]
    public void Where_two_are_asked_for_another_officer_approves()
    {
        Given<Governance>(Two).When(Order, by: Ada).Then(Waits);
        Given<Governance>(Two, By(Ada, Waits)).When(new ApproveErasure(Home, Forgotten), by: Ada).ThenRefused(new SecondOfficerNeeded());
        Given<Governance>(Two, By(Ada, Waits)).When(new ApproveErasure(Home, Forgotten), by: Bob).ThenRefused(new SecondOfficerNeeded());
        Given<Governance>(Two, By(Ada, Waits)).When(new ApproveErasure(Home, Forgotten), by: Mallory).Then(new ErasureApproved(Forgotten));
        Given<Governance>(Two, By(Ada, Waits), new ErasureApproved(Forgotten)).When(new ApproveErasure(Home, Forgotten), by: Mallory).ThenNothing();
        Given<Governance>().When(new ApproveErasure(Home, Forgotten), by: Mallory).ThenRefused(new ErasureNotFound(Forgotten));
    }

    [Fact]
    public void What_has_not_begun_can_be_withdrawn()
    {
        Given<Governance>(Two, Waits).When(new WithdrawErasure(Home, Forgotten), by: Ada).Then(new ErasureWithdrawn(Forgotten));
        Given<Governance>(Two, Waits, new ErasureWithdrawn(Forgotten)).When(new WithdrawErasure(Home, Forgotten), by: Ada).ThenNothing();
        Given<Governance>(Two, Waits, new ErasureWithdrawn(Forgotten)).When(new ApproveErasure(Home, Forgotten), by: Mallory).ThenRefused(new ErasureIsWithdrawn(Forgotten));
        Given<Governance>(Ordered).When(new WithdrawErasure(Home, Forgotten), by: Ada).ThenRefused(new ErasureHasBegun(Forgotten));
        Given<Governance>().When(new WithdrawErasure(Home, Forgotten), by: Ada).ThenRefused(new ErasureNotFound(Forgotten));
    }

    [Fact]
    public void Nobody_erases_themselves() => Given<Governance>().When(Order, by: Bob).ThenRefused(new NobodyErasesThemselves());

    [Fact]
    public void Only_the_server_says_that_it_is_done()
    {
        var done = new FinishErasure(Home, Forgotten, 3, WithAccount: true);
        Given<Governance>(Ordered).When(done, by: UserId.System).Then(new ErasureDone(Forgotten, Bob, 3, WithAccount: true));
        Given<Governance>(Ordered).When(done, by: Ada).ThenNothing();
        Given<Governance>(Waits).When(done, by: UserId.System).ThenNothing();
        Given<Governance>(Ordered, new ErasureDone(Forgotten, Bob, 3, WithAccount: true)).When(done, by: UserId.System).ThenNothing();
        Given<Channel>([.. AdaSaidHello]).When(new EraseWords(General, Bob), by: UserId.System).Then(new WordsErased(Bob));
        Given<Channel>([.. AdaSaidHello]).When(new EraseWords(General, Bob), by: Ada).ThenNothing();
    }

    [Fact]
    public void An_account_is_erased_once_it_is_closed()
    {
        UserRegistered registered = new("bob", "Bob", "bob@example.org");
        Given<User>(registered, new UserDeactivated()).When(new EraseUser(Bob), by: UserId.System).Then(new UserErased());
        Given<User>(registered).When(new EraseUser(Bob), by: UserId.System).ThenNothing();
        Given<User>(registered, new UserDeactivated(), new UserErased()).When(new EraseUser(Bob), by: UserId.System).ThenNothing();
        Given<User>(registered, new UserDeactivated()).When(new EraseUser(Bob), by: Bob).ThenNothing();
    }

    [Fact]
    public void Owners_decide_how_many_officers_it_takes()
    {
        Given<Governance>().When(new RequireSecondOfficer(Home, true), by: Ada).Then(Two);
        Given<Governance>(Two).When(new RequireSecondOfficer(Home, true), by: Ada).ThenNothing();
        Given<Governance>(Two).When(new RequireSecondOfficer(Home, false), by: Ada).Then(new SecondOfficerRequired(false));
    }

    [Fact]
    public void Who_is_erased_leaves_the_workspace_whatever_their_role()
    {
        Given<Workspace>([.. HomeWithBob(WorkspaceRole.Admin)]).When(new RemoveErased(Home, Bob), by: UserId.System).Then(new WorkspaceMemberRemoved(Bob));
        Given<Workspace>([.. HomeWithBob(WorkspaceRole.Admin)]).When(new RemoveErased(Home, Mallory), by: UserId.System).ThenNothing();
        Given<Workspace>([.. HomeWithBob(WorkspaceRole.Admin)]).When(new RemoveErased(Home, Bob), by: Ada).ThenNothing();
    }

    [Fact]
    public void A_state_of_a_channel_remembers_no_text_of_theirs()
    {
        var channel = Channel.Initial();
        foreach (var (version, past) in ((Past[])[.. AdaSaidHello, new MessageSent(2, "Tea?"), new WordsErased(Ada)]).Index()) channel.Apply(past.Event, past.By, version + 1, Noon);
        Assert.Equal(channel.Find(1)!.Value.TextHash, channel.Find(2)!.Value.TextHash);
    }
}
