using EventChat.Commands.Channels;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Channels;

public class DescribeChannelSpecs
{
    [Fact]
    public void An_admin_sets_topic_and_purpose_at_once() =>
        Given<Channel>(GeneralIsThere)
            .When(new DescribeChannel(General, "Tea", "To drink"), by: Ada, WorkspaceRole.Admin)
            .Then(new ChannelTopicChanged("Tea"), new ChannelPurposeChanged("To drink"));

    [Fact]
    public void What_is_null_stays() =>
        Given<Channel>(GeneralIsThere)
            .When(new DescribeChannel(General, null, "To drink"), by: Ada, WorkspaceRole.Admin)
            .Then(new ChannelPurposeChanged("To drink"));

    [Fact]
    public void Only_what_differs_is_recorded() =>
        Given<Channel>(GeneralIsThere)
            .When(new DescribeChannel(General, "Tea", "To talk"), by: Ada, WorkspaceRole.Admin)
            .Then(new ChannelTopicChanged("Tea"));

    [Fact]
    public void An_empty_topic_clears_it() =>
        Given<Channel>(GeneralIsThere)
            .When(new DescribeChannel(General, "", null), by: Ada, WorkspaceRole.Admin)
            .Then(new ChannelTopicChanged(""));

    [Fact]
    public void The_same_again_changes_nothing() =>
        Given<Channel>([.. GeneralIsThere, new ChannelTopicChanged("Tea"), new ChannelPurposeChanged("To drink")])
            .When(new DescribeChannel(General, "Tea", "To drink"), by: Ada, WorkspaceRole.Admin)
            .ThenNothing();

    [Fact]
    public void Nothing_to_set_changes_nothing() =>
        Given<Channel>(GeneralIsThere)
            .When(new DescribeChannel(General, null, null), by: Ada, WorkspaceRole.Admin)
            .ThenNothing();

    [Fact]
    public void A_member_is_refused() =>
        Given<Channel>(GeneralIsThere)
            .When(new DescribeChannel(General, "Tea", null), by: Bob)
            .ThenRefused(new AdminsOnly("change a channel's settings"));

    [Fact]
    public void An_archived_channel_keeps_its_topic() =>
        Given<Channel>(GeneralIsArchived)
            .When(new DescribeChannel(General, "Tea", null), by: Ada, WorkspaceRole.Admin)
            .ThenRefused(new ChannelIsArchived(General));

    [Fact]
    public void A_private_channel_is_not_there_for_a_stranger() =>
        Given<Channel>(CellarIsThere)
            .When(new DescribeChannel(Cellar, "Tea", null), by: Mallory)
            .ThenRefused(new ChannelNotFound(Cellar));
}
