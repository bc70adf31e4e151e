using EventChat.Commands.Channels;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Channels;

public class AddMemberSpecs
{
    [Fact]
    public void An_admin_adds_somebody_from_the_workspace() =>
        Given<Channel>(CellarIsThere)
            .When(new AddMember(Cellar, Mallory, IsInWorkspace: true), by: Ada, WorkspaceRole.Admin)
            .Then(new MemberJoined(Mallory));

    [Fact]
    public void Adding_twice_changes_nothing() =>
        Given<Channel>(GeneralIsThere)
            .When(new AddMember(General, Bob, IsInWorkspace: true), by: Ada, WorkspaceRole.Admin)
            .ThenNothing();

    [Fact]
    public void A_member_of_a_private_channel_adds_somebody_to_it() =>
        Given<Channel>(CellarIsThere)
            .When(new AddMember(Cellar, Mallory, IsInWorkspace: true), by: Bob)
            .Then(new MemberJoined(Mallory));

    [Fact]
    public void A_guest_in_a_private_channel_is_refused() =>
        Given<Channel>(CellarIsThere)
            .When(new AddMember(Cellar, Mallory, IsInWorkspace: true), by: Bob, WorkspaceRole.Guest)
            .ThenRefused(new GuestsMayNot("add members to a channel"));

    [Fact]
    public void Who_has_left_the_workspace_adds_nobody_to_a_private_channel() =>
        Given<Channel>(CellarIsThere)
            .When(new AddMember(Cellar, Mallory, IsInWorkspace: true), by: Bob, role: null)
            .ThenRefused(new AdminsOnly("add members to a public channel"));

    [Fact]
    public void A_member_does_not_add_people_to_a_public_channel() =>
        Given<Channel>(GeneralIsThere)
            .When(new AddMember(General, Mallory, IsInWorkspace: true), by: Bob)
            .ThenRefused(new AdminsOnly("add members to a public channel"));

    [Fact]
    public void Somebody_outside_the_workspace_is_not_added() =>
        Given<Channel>(GeneralIsThere)
            .When(new AddMember(General, Mallory, IsInWorkspace: false), by: Ada, WorkspaceRole.Admin)
            .ThenRefused(new MemberNotInWorkspace(Mallory));

    [Fact]
    public void Nobody_is_added_to_an_archived_channel() =>
        Given<Channel>(GeneralIsArchived)
            .When(new AddMember(General, Mallory, IsInWorkspace: true), by: Ada, WorkspaceRole.Admin)
            .ThenRefused(new ChannelIsArchived(General));

    [Theory]
    [InlineData(WorkspaceRole.Owner)]
    [InlineData(WorkspaceRole.Member)]
    public void A_private_channel_is_not_there_for_those_outside_it(WorkspaceRole role) =>
        Given<Channel>(CellarIsThere)
            .When(new AddMember(Cellar, Mallory, IsInWorkspace: true), by: Mallory, role)
            .ThenRefused(new ChannelNotFound(Cellar));
}
