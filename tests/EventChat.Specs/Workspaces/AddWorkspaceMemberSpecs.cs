using EventChat.Commands.Channels;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Workspaces;

public class AddWorkspaceMemberSpecs
{
    [Theory]
    [InlineData(WorkspaceRole.Guest)]
    [InlineData(WorkspaceRole.Member)]
    [InlineData(WorkspaceRole.Admin)]
    [InlineData(WorkspaceRole.Owner)]
    public void An_owner_adds_in_any_role(WorkspaceRole role) =>
        Given<Workspace>(AdaOwnsHome)
            .When(Add(Bob, role), by: Ada)
            .Then(new WorkspaceMemberJoined(Bob, role));

    [Fact]
    public void An_admin_adds_up_to_admins() =>
        Given<Workspace>([.. AdaOwnsHome, new WorkspaceMemberJoined(Bob, WorkspaceRole.Admin)])
            .When(Add(Mallory, WorkspaceRole.Admin), by: Bob)
            .Then(new WorkspaceMemberJoined(Mallory, WorkspaceRole.Admin));

    [Fact]
    public void An_admin_makes_nobody_owner() =>
        Given<Workspace>([.. AdaOwnsHome, new WorkspaceMemberJoined(Bob, WorkspaceRole.Admin)])
            .When(Add(Mallory, WorkspaceRole.Owner), by: Bob)
            .ThenRefused(new RoleAboveOwn(WorkspaceRole.Owner));

    [Theory]
    [InlineData(WorkspaceRole.Guest)]
    [InlineData(WorkspaceRole.Member)]
    public void Others_add_nobody(WorkspaceRole role) =>
        Given<Workspace>([.. AdaOwnsHome, new WorkspaceMemberJoined(Bob, role)])
            .When(Add(Mallory, WorkspaceRole.Guest), by: Bob)
            .ThenRefused(new AdminsOnly("add members"));

    [Fact]
    public void What_the_caller_claims_to_be_does_not_count() =>
        Given<Workspace>([.. AdaOwnsHome, new WorkspaceMemberJoined(Bob, WorkspaceRole.Member)])
            .When(Add(Mallory, WorkspaceRole.Guest), by: Bob, role: WorkspaceRole.Owner)
            .ThenRefused(new AdminsOnly("add members"));

    [Fact]
    public void The_workspace_is_not_there_for_strangers() =>
        Given<Workspace>(AdaOwnsHome)
            .When(Add(Mallory, WorkspaceRole.Owner), by: Mallory)
            .ThenRefused(new WorkspaceNotFound(Home));

    [Fact]
    public void Who_has_no_account_is_not_added() =>
        Given<Workspace>(AdaOwnsHome)
            .When(new AddWorkspaceMember(Home, Bob, WorkspaceRole.Member, Exists: false), by: Ada)
            .ThenRefused(new MemberNotInWorkspace(Bob));

    [Fact]
    public void Adding_twice_changes_nothing() =>
        Given<Workspace>([.. AdaOwnsHome, new WorkspaceMemberJoined(Bob, WorkspaceRole.Guest)])
            .When(Add(Bob, WorkspaceRole.Guest), by: Ada)
            .ThenNothing();

    [Fact]
    public void Adding_again_in_another_role_is_refused() =>
        Given<Workspace>([.. AdaOwnsHome, new WorkspaceMemberJoined(Bob, WorkspaceRole.Guest)])
            .When(Add(Bob, WorkspaceRole.Admin), by: Ada)
            .ThenRefused(new AlreadyAMember(Bob));

    private static IReadOnlyList<Past> AdaOwnsHome => [new WorkspaceCreated("Home", "home"), new WorkspaceMemberJoined(Ada, WorkspaceRole.Owner)];

    private static AddWorkspaceMember Add(UserId user, WorkspaceRole role) => new(Home, user, role, Exists: true);
}
