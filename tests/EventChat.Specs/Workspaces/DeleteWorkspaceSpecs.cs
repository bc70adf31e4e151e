using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Workspaces;

public class DeleteWorkspaceSpecs
{
    private static readonly DateTimeOffset Due = Noon + TimeSpan.FromDays(30);

    [Fact]
    public void An_owner_has_it_deleted_after_a_period_of_grace() =>
        Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Admin))
            .When(new ScheduleDeletion(Home, TimeSpan.FromDays(30)), by: Ada)
            .Then(new WorkspaceDeletionScheduled(Due));

    [Theory]
    [InlineData(WorkspaceRole.Guest)]
    [InlineData(WorkspaceRole.Member)]
    [InlineData(WorkspaceRole.Admin)]
    public void Nobody_else_deletes_or_restores_it(WorkspaceRole role)
    {
        Given<Workspace>(Histories.HomeWithBob(role)).When(new ScheduleDeletion(Home, TimeSpan.Zero), by: Bob).ThenRefused(new OwnersOnly("delete it"));
        Given<Workspace>(Scheduled(role)).When(new RestoreWorkspace(Home), by: Bob).ThenRefused(new OwnersOnly("restore it"));
    }

    [Fact]
    public void Asking_twice_does_not_put_it_off() =>
        Given<Workspace>(Scheduled()).When(new ScheduleDeletion(Home, TimeSpan.FromDays(60)), by: Ada).ThenNothing();

    [Fact]
    public void Within_the_grace_an_owner_restores_it() =>
        Given<Workspace>(Scheduled()).When(new RestoreWorkspace(Home), by: Ada).Then(new WorkspaceRestored());

    [Fact]
    public void Once_it_is_due_it_is_too_late() =>
        Given<Workspace>(Scheduled()).When(new RestoreWorkspace(Home), by: Ada, at: Due).ThenRefused(new WorkspaceBeingDeleted(Home));

    [Fact]
    public void What_is_not_to_be_deleted_needs_no_restoring() =>
        Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Member)).When(new RestoreWorkspace(Home), by: Ada).ThenNothing();

    public static TheoryData<ICommand<Workspace>> Writes =>
    [
        new ChangeWorkspace(Home, "House"), new ChangeRole(Home, Bob, WorkspaceRole.Admin), new TransferOwnership(Home, Bob), new RemoveWorkspaceMember(Home, Bob),
        new AddWorkspaceMember(Home, Mallory, WorkspaceRole.Guest, Exists: true), new GrantComplianceOfficer(Home, Bob, "Audit"), new RevokeComplianceOfficer(Home, Bob),
    ];

    [Theory, MemberData(nameof(Writes))]
    public void Nothing_is_written_meanwhile(ICommand<Workspace> command) =>
        Given<Workspace>(Scheduled()).When(command, by: Ada).ThenRefused(new WorkspaceBeingDeleted(Home));

    [Fact]
    public void When_it_is_due_the_server_sends_everybody_away_owners_last() =>
        Given<Workspace>(Scheduled())
            .When(new DeleteWorkspace(Home), by: UserId.System, at: Due)
            .Then(new WorkspaceMemberRemoved(Bob), new WorkspaceMemberRemoved(Ada), new WorkspaceDeleted());

    [Fact]
    public void A_large_one_goes_in_parts()
    {
        var crowd = Enumerable.Range(0, DeleteWorkspace.AtOnce).Select(static _ => new WorkspaceMemberJoined(UserId.New(), WorkspaceRole.Member));
        var home = Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Owner, [.. crowd, new WorkspaceDeletionScheduled(Due)])).State;
        var first = new DeleteWorkspace(Home).Decide(home, new(Caller.System, Due));
        foreach (var e in first.Events) home.Apply(e, UserId.System, 0, Due);
        var second = new DeleteWorkspace(Home).Decide(home, new(Caller.System, Due));

        Assert.Equal(DeleteWorkspace.AtOnce, first.Events.Count);
        Assert.Equal(2 + 1, second.Events.Count);
        Assert.Equal(new WorkspaceDeleted(), second.Events[^1]);
    }

    [Fact]
    public void Not_before_it_is_due_not_by_anybody_else_and_not_twice()
    {
        Given<Workspace>(Scheduled()).When(new DeleteWorkspace(Home), by: UserId.System, at: Due - TimeSpan.FromTicks(1)).ThenNothing();
        Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Member)).When(new DeleteWorkspace(Home), by: UserId.System).ThenNothing();
        Given<Workspace>(Scheduled()).When(new DeleteWorkspace(Home), by: Ada, at: Due).ThenRefused(new WorkspaceNotFound(Home));
        Given<Workspace>([.. Scheduled(), new WorkspaceDeleted()]).When(new DeleteWorkspace(Home), by: UserId.System, at: Due).ThenNothing();
    }

    private static IReadOnlyList<Past> Scheduled(WorkspaceRole bob = WorkspaceRole.Member) => Histories.HomeWithBob(bob, new WorkspaceDeletionScheduled(Due));
}
