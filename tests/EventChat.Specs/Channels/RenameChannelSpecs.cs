using EventChat.Commands.Channels;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Channels;

public class RenameChannelSpecs
{
    [Theory]
    [InlineData(WorkspaceRole.Admin)]
    [InlineData(WorkspaceRole.Owner)]
    public void An_admin_renames(WorkspaceRole role) =>
        Given<Channel>(GeneralIsThere)
            .When(new RenameChannel(General, "lobby"), by: Ada, role)
            .Then(new ChannelRenamed("lobby"));

    [Fact]
    public void The_same_name_changes_nothing() =>
        Given<Channel>([.. GeneralIsThere, new ChannelRenamed("lobby")])
            .When(new RenameChannel(General, "lobby"), by: Ada, WorkspaceRole.Admin)
            .ThenNothing();

    [Fact]
    public void A_member_is_refused() =>
        Given<Channel>(GeneralIsThere)
            .When(new RenameChannel(General, "lobby"), by: Bob)
            .ThenRefused(new AdminsOnly("change a channel's settings"));

    [Fact]
    public void An_archived_channel_keeps_its_name() =>
        Given<Channel>(GeneralIsArchived)
            .When(new RenameChannel(General, "lobby"), by: Ada, WorkspaceRole.Admin)
            .ThenRefused(new ChannelIsArchived(General));

    [Fact]
    public void A_private_channel_is_not_there_for_an_admin_outside_it() =>
        Given<Channel>(CellarIsThere)
            .When(new RenameChannel(Cellar, "attic"), by: Mallory, WorkspaceRole.Owner)
            .ThenRefused(new ChannelNotFound(Cellar));

    [Fact]
    public void A_channel_that_never_was_is_not_there() =>
        Given<Channel>()
            .When(new RenameChannel(General, "lobby"), by: Ada, WorkspaceRole.Owner)
            .ThenRefused(new ChannelNotFound(General));
}
