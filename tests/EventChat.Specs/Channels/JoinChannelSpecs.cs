using EventChat.Commands.Channels;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Channels;

public class JoinChannelSpecs
{
    [Fact]
    public void Anybody_in_the_workspace_joins_a_public_channel() =>
        Given<Channel>(GeneralIsThere)
            .When(new JoinChannel(General), by: Mallory)
            .Then(new MemberJoined(Mallory));

    [Fact]
    public void Who_left_may_come_back() =>
        Given<Channel>([.. GeneralIsThere, By(Bob, new MemberLeft(Bob))])
            .When(new JoinChannel(General), by: Bob)
            .Then(new MemberJoined(Bob));

    [Fact]
    public void Joining_twice_changes_nothing() =>
        Given<Channel>(GeneralIsThere)
            .When(new JoinChannel(General), by: Bob)
            .ThenNothing();

    [Fact]
    public void Joining_twice_changes_nothing_where_it_is_archived_either() =>
        Given<Channel>(GeneralIsArchived)
            .When(new JoinChannel(General), by: Bob)
            .ThenNothing();

    [Fact]
    public void Nobody_new_joins_an_archived_channel() =>
        Given<Channel>(GeneralIsArchived)
            .When(new JoinChannel(General), by: Mallory)
            .ThenRefused(new ChannelIsArchived(General));

    [Theory]
    [InlineData(WorkspaceRole.Guest)]
    [InlineData(null)]
    public void A_public_channel_is_not_there_for_guests_and_outsiders(WorkspaceRole? role) =>
        Given<Channel>(GeneralIsThere)
            .When(new JoinChannel(General), by: Mallory, role)
            .ThenRefused(new ChannelNotFound(General));

    [Theory]
    [InlineData(WorkspaceRole.Member)]
    [InlineData(WorkspaceRole.Owner)]
    public void A_private_channel_is_not_there_for_strangers(WorkspaceRole role) =>
        Given<Channel>(CellarIsThere)
            .When(new JoinChannel(Cellar), by: Mallory, role)
            .ThenRefused(new ChannelNotFound(Cellar));

    [Fact]
    public void Nobody_joins_what_is_not_there() =>
        Given<Channel>()
            .When(new JoinChannel(General), by: Ada, WorkspaceRole.Owner)
            .ThenRefused(new ChannelNotFound(General));
}
