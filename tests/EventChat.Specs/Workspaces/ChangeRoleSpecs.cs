using EventChat.Commands.Channels;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Workspaces;

/// <summary>Nobody gives or takes a role above their own, and somebody always owns the workspace.</summary>
public class ChangeRoleSpecs
{
    [Theory]
    [InlineData(WorkspaceRole.Guest, WorkspaceRole.Owner)]
    [InlineData(WorkspaceRole.Owner, WorkspaceRole.Guest)]
    [InlineData(WorkspaceRole.Admin, WorkspaceRole.Member)]
    public void An_owner_gives_and_takes_any_role(WorkspaceRole before, WorkspaceRole after) =>
        Given<Workspace>(Histories.HomeWithBob(before))
            .When(new ChangeRole(Home, Bob, after), by: Ada)
            .Then(new WorkspaceRoleChanged(Bob, after));

    [Theory]
    [InlineData(WorkspaceRole.Guest, WorkspaceRole.Admin)]
    [InlineData(WorkspaceRole.Member, WorkspaceRole.Guest)]
    [InlineData(WorkspaceRole.Admin, WorkspaceRole.Member)]
    public void An_admin_gives_and_takes_roles_up_to_their_own(WorkspaceRole before, WorkspaceRole after) =>
        Given<Workspace>(With(WorkspaceRole.Admin, new WorkspaceMemberJoined(Mallory, before)))
            .When(new ChangeRole(Home, Mallory, after), by: Bob)
            .Then(new WorkspaceRoleChanged(Mallory, after));

    [Fact]
    public void An_admin_makes_nobody_owner() =>
        Given<Workspace>(With(WorkspaceRole.Admin))
            .When(new ChangeRole(Home, Bob, WorkspaceRole.Owner), by: Bob)
            .ThenRefused(new RoleAboveOwn(WorkspaceRole.Owner));

    [Fact]
    public void An_admin_takes_nothing_from_an_owner() =>
        Given<Workspace>(With(WorkspaceRole.Admin))
            .When(new ChangeRole(Home, Ada, WorkspaceRole.Member), by: Bob)
            .ThenRefused(new OwnersOnly("change the role of an owner"));

    [Theory]
    [InlineData(WorkspaceRole.Guest)]
    [InlineData(WorkspaceRole.Member)]
    public void Others_change_no_role_not_even_their_own(WorkspaceRole role) =>
        Given<Workspace>(With(role))
            .When(new ChangeRole(Home, Bob, WorkspaceRole.Guest), by: Bob, role: WorkspaceRole.Owner)
            .ThenRefused(new AdminsOnly("change roles"));

    [Fact]
    public void The_last_owner_stays_owner() =>
        Given<Workspace>(With(WorkspaceRole.Admin))
            .When(new ChangeRole(Home, Ada, WorkspaceRole.Admin), by: Ada)
            .ThenRefused(new LastOwner(Ada));

    [Fact]
    public void Whoever_has_closed_their_account_becomes_no_owner()
    {
        Given<Workspace>(With(WorkspaceRole.Admin)).When(new ChangeRole(Home, Bob, WorkspaceRole.Owner, HasClosed: true), by: Ada).ThenRefused(new AccountClosed(Bob));
        Given<Workspace>(With(WorkspaceRole.Owner)).When(new TransferOwnership(Home, Bob, HasClosed: true), by: Ada).ThenRefused(new AccountClosed(Bob));
    }

    [Fact]
    public void Whoever_has_closed_their_account_may_be_made_less() =>
        Given<Workspace>(With(WorkspaceRole.Owner))
            .When(new ChangeRole(Home, Bob, WorkspaceRole.Member, HasClosed: true), by: Ada)
            .Then(new WorkspaceRoleChanged(Bob, WorkspaceRole.Member));

    [Fact]
    public void One_of_two_owners_may_step_down() =>
        Given<Workspace>(With(WorkspaceRole.Owner))
            .When(new ChangeRole(Home, Ada, WorkspaceRole.Member), by: Ada)
            .Then(new WorkspaceRoleChanged(Ada, WorkspaceRole.Member));

    [Fact]
    public void Who_is_not_in_it_has_no_role_to_change() =>
        Given<Workspace>(With(WorkspaceRole.Member))
            .When(new ChangeRole(Home, Mallory, WorkspaceRole.Member), by: Ada)
            .ThenRefused(new MemberNotInWorkspace(Mallory));

    [Fact]
    public void Strangers_learn_nothing() =>
        Given<Workspace>(With(WorkspaceRole.Member))
            .When(new ChangeRole(Home, Bob, WorkspaceRole.Guest), by: Mallory)
            .ThenRefused(new WorkspaceNotFound(Home));

    [Fact]
    public void The_same_role_again_changes_nothing() =>
        Given<Workspace>(With(WorkspaceRole.Member))
            .When(new ChangeRole(Home, Bob, WorkspaceRole.Member), by: Ada)
            .ThenNothing();

    [Theory]
    [InlineData(WorkspaceRole.Guest)]
    [InlineData(WorkspaceRole.Admin)]
    public void Ownership_is_handed_over_in_one_step(WorkspaceRole role) =>
        Given<Workspace>(With(role))
            .When(new TransferOwnership(Home, Bob), by: Ada)
            .Then(new WorkspaceRoleChanged(Bob, WorkspaceRole.Owner), new WorkspaceRoleChanged(Ada, WorkspaceRole.Admin));

    [Fact]
    public void To_another_owner_it_is_stepping_down() =>
        Given<Workspace>(With(WorkspaceRole.Owner))
            .When(new TransferOwnership(Home, Bob), by: Ada)
            .Then(new WorkspaceRoleChanged(Ada, WorkspaceRole.Admin));

    [Fact]
    public void To_oneself_it_is_nothing() =>
        Given<Workspace>(With(WorkspaceRole.Member)).When(new TransferOwnership(Home, Ada), by: Ada).ThenNothing();

    [Fact]
    public void To_a_stranger_it_is_refused() =>
        Given<Workspace>(With(WorkspaceRole.Member)).When(new TransferOwnership(Home, Mallory), by: Ada).ThenRefused(new MemberNotInWorkspace(Mallory));

    [Fact]
    public void Who_does_not_own_it_hands_nothing_over() =>
        Given<Workspace>(With(WorkspaceRole.Admin)).When(new TransferOwnership(Home, Bob), by: Bob).ThenRefused(new OwnersOnly("hand it over"));

    private static IReadOnlyList<Past> With(WorkspaceRole bob, params DomainEvent[] then) => Histories.HomeWithBob(bob, then);
}
