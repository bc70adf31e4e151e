using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events.Workspaces;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Workspaces;

public class CreateWorkspaceSpecs
{
    [Fact]
    public void Whoever_creates_a_workspace_owns_it() =>
        Given<Workspace>()
            .When(new CreateWorkspace(Home, "Home", "home"), by: Ada, role: null)
            .Then(new WorkspaceCreated("Home", "home"), new WorkspaceMemberJoined(Ada, WorkspaceRole.Owner));

    [Fact]
    public void A_repeat_gets_the_answer_of_the_first() =>
        Given<Workspace>(new WorkspaceCreated("Home", "home"), new WorkspaceMemberJoined(Ada, WorkspaceRole.Owner))
            .When(new CreateWorkspace(Home, "Home", "home"), by: Ada, role: null)
            .ThenRepeats(version: 1);

    [Fact]
    public void It_repeats_only_what_has_the_same_body()
    {
        ICommand<Workspace> command = new CreateWorkspace(Home, "Home", "home");

        Assert.True(command.Repeats(new WorkspaceCreated("Home", "home")));
        Assert.False(command.Repeats(new WorkspaceCreated("House", "home")));
        Assert.False(command.Repeats(new WorkspaceCreated("Home", "house")));
    }
}
