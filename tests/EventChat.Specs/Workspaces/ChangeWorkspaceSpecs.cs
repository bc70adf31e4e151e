using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Workspaces;

public class ChangeWorkspaceSpecs
{
    [Fact]
    public void An_owner_changes_what_is_different() =>
        Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Member, new DefaultChannelAdded(General)))
            .When(new ChangeWorkspace(Home, "House", "Ours", "https://example.org/i.png", new HashSet<ChannelId> { Cellar }, "german"), by: Ada)
            .Then(
                new WorkspaceRenamed("House"), new WorkspaceDescriptionChanged("Ours"), new WorkspaceIconChanged("https://example.org/i.png"),
                new WorkspaceLanguageChanged("german"), new DefaultChannelAdded(Cellar), new DefaultChannelRemoved(General));

    [Fact]
    public void What_is_left_out_or_the_same_stays() =>
        Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Member)).When(new ChangeWorkspace(Home, "Home", Icon: "", Language: "english"), by: Ada).ThenNothing();

    [Fact]
    public void An_icon_can_be_taken_away() =>
        Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Member, new WorkspaceIconChanged("https://example.org/i.png")))
            .When(new ChangeWorkspace(Home, Icon: ""), by: Ada)
            .Then(new WorkspaceIconChanged());

    [Theory]
    [InlineData(WorkspaceRole.Guest)]
    [InlineData(WorkspaceRole.Member)]
    [InlineData(WorkspaceRole.Admin)]
    public void Settings_are_the_owners(WorkspaceRole role) =>
        Given<Workspace>(Histories.HomeWithBob(role)).When(new ChangeWorkspace(Home, "Mine"), by: Bob).ThenRefused(new OwnersOnly("change its settings"));

    [Fact]
    public void Strangers_learn_nothing() =>
        Given<Workspace>(Histories.HomeWithBob(WorkspaceRole.Guest)).When(new ChangeWorkspace(Home, "Mine"), by: Mallory).ThenRefused(new WorkspaceNotFound(Home));
}
