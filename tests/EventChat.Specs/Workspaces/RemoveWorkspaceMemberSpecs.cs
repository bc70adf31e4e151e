using EventChat.Commands.Channels;
using EventChat.Commands.Workspaces;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Workspaces;

public class RemoveWorkspaceMemberSpecs
{
    [Theory]
    [InlineData(WorkspaceRole.Guest)]
    [InlineData(WorkspaceRole.Member)]
    [InlineData(WorkspaceRole.Admin)]
    [InlineData(WorkspaceRole.Owner)]
    public void An_owner_removes_anybody(WorkspaceRole role) =>
        Given<Workspace>(Histories.HomeWithBob(role)).When(new RemoveWorkspaceMember(Home, Bob), by: Ada).Then(new WorkspaceMemberRemoved(Bob));

    [Theory]
    [InlineData(WorkspaceRole.Guest)]
    [InlineData(WorkspaceRole.Member)]
    [InlineData(WorkspaceRole.Admin)]
    [InlineData(WorkspaceRole.Owner)]
    public void Everybody_may_leave(WorkspaceRole role) =>
        Given<Workspace>(Histories.HomeWithBob(role)).When(new RemoveWorkspaceMember(Home, Bob), by: Bob).Then(new WorkspaceMemberRemoved(Bob));

    [Fact]
    public void But_the_last_owner() =>
        Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Admin)).When(new RemoveWorkspaceMember(Home, Ada), by: Ada).ThenRefused(new LastOwner(Ada));

    [Fact]
    public void An_admin_removes_no_owner() =>
        Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Admin))
            .When(new RemoveWorkspaceMember(Home, Ada), by: Bob)
            .ThenRefused(new OwnersOnly("remove an owner"));

    [Theory]
    [InlineData(WorkspaceRole.Guest)]
    [InlineData(WorkspaceRole.Member)]
    public void Others_remove_nobody(WorkspaceRole role) =>
        Given<Workspace>(Histories.HomeWithBob(role))
            .When(new RemoveWorkspaceMember(Home, Ada), by: Bob, role: WorkspaceRole.Owner)
            .ThenRefused(new AdminsOnly("remove members"));

    [Fact]
    public void Removing_twice_changes_nothing() =>
        Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Member)).When(new RemoveWorkspaceMember(Home, Mallory), by: Ada).ThenNothing();

    [Fact]
    public void Who_is_gone_is_a_stranger() =>
        Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Member))
            .When(new RemoveWorkspaceMember(Home, Mallory), by: Mallory)
            .ThenRefused(new WorkspaceNotFound(Home));

    [Fact]
    public void It_is_known_which_removal_is_the_last_until_the_person_is_back()
    {
        var gone = Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Member)).State;
        var back = Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Member, new WorkspaceMemberJoined(Mallory, WorkspaceRole.Guest))).State;

        Assert.Equal((5, 0, 0), (gone.RemovedAt(Mallory), gone.RemovedAt(Bob), back.RemovedAt(Mallory)));
    }

    [Fact]
    public void An_owner_grants_compliance_officers_and_says_why() =>
        Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Guest))
            .When(new GrantComplianceOfficer(Home, Bob, "Audit"), by: Ada)
            .Then(new ComplianceOfficerGranted(Bob, "Audit"));

    [Theory]
    [InlineData(WorkspaceRole.Guest)]
    [InlineData(WorkspaceRole.Member)]
    [InlineData(WorkspaceRole.Admin)]
    public void Nobody_else_does(WorkspaceRole role)
    {
        var home = Given<Workspace>(Histories.HomeWithBob(role));

        home.When(new GrantComplianceOfficer(Home, Bob, "Because"), by: Bob).ThenRefused(new OwnersOnly("grant compliance officers"));
        home.When(new RevokeComplianceOfficer(Home, Bob), by: Bob).ThenRefused(new OwnersOnly("revoke compliance officers"));
    }

    [Theory]
    [InlineData(WorkspaceRole.Admin)]
    [InlineData(WorkspaceRole.Owner)]
    public void No_role_implies_the_grant(WorkspaceRole role) => Assert.False(Given<Workspace>(Histories.HomeWithBob(role)).State.IsOfficer(Bob));

    [Fact]
    public void Granting_and_revoking_twice_changes_nothing()
    {
        Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Member, new ComplianceOfficerGranted(Bob, "Audit")))
            .When(new GrantComplianceOfficer(Home, Bob, "Audit"), by: Ada).ThenNothing();
        Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Member)).When(new RevokeComplianceOfficer(Home, Bob), by: Ada).ThenNothing();
    }

    [Fact]
    public void A_grant_is_revoked_or_ends_with_the_membership()
    {
        Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Member, new ComplianceOfficerGranted(Bob, "Audit")))
            .When(new RevokeComplianceOfficer(Home, Bob, "Done"), by: Ada).Then(new ComplianceOfficerRevoked(Bob, "Done"));

        var back = Histories.HomeWithBob(
            WorkspaceRole.Member, new ComplianceOfficerGranted(Bob, "Audit"), new WorkspaceMemberRemoved(Bob), new WorkspaceMemberJoined(Bob, WorkspaceRole.Owner));
        Assert.False(Given<Workspace>(back).State.IsOfficer(Bob));
    }
}
