using EventChat.Commands.Channels;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Channels;

public class RemoveMemberSpecs
{
    [Fact]
    public void An_admin_removes_a_member() =>
        Given<Channel>(GeneralIsThere)
            .When(new RemoveMember(General, Bob), by: Ada, WorkspaceRole.Admin)
            .Then(new MemberLeft(Bob));

    [Fact]
    public void Everybody_may_remove_themselves() =>
        Given<Channel>(GeneralIsThere)
            .When(new RemoveMember(General, Bob), by: Bob)
            .Then(new MemberLeft(Bob));

    [Fact]
    public void A_member_does_not_remove_others() =>
        Given<Channel>(GeneralIsThere)
            .When(new RemoveMember(General, Ada), by: Bob)
            .ThenRefused(new AdminsOnly("remove members from a channel"));

    [Fact]
    public void Removing_who_is_not_in_it_changes_nothing() =>
        Given<Channel>(GeneralIsThere)
            .When(new RemoveMember(General, Mallory), by: Ada, WorkspaceRole.Admin)
            .ThenNothing();

    [Fact]
    public void Members_are_removed_from_an_archived_channel_too() =>
        Given<Channel>(GeneralIsArchived)
            .When(new RemoveMember(General, Bob), by: Ada, WorkspaceRole.Admin)
            .Then(new MemberLeft(Bob));

    [Fact]
    public void A_private_channel_is_not_there_for_strangers() =>
        Given<Channel>(CellarIsThere)
            .When(new RemoveMember(Cellar, Bob), by: Mallory, WorkspaceRole.Admin)
            .ThenRefused(new ChannelNotFound(Cellar));
}
