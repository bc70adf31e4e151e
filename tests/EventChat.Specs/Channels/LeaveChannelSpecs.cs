using EventChat.Commands.Channels;
using EventChat.Events.Channels;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Channels;

public class LeaveChannelSpecs
{
    [Fact]
    public void A_member_leaves() =>
        Given<Channel>(GeneralIsThere)
            .When(new LeaveChannel(General), by: Bob)
            .Then(new MemberLeft(Bob));

    [Fact]
    public void A_member_leaves_an_archived_channel_too() =>
        Given<Channel>(GeneralIsArchived)
            .When(new LeaveChannel(General), by: Bob)
            .Then(new MemberLeft(Bob));

    [Fact]
    public void Leaving_a_public_channel_twice_changes_nothing() =>
        Given<Channel>([.. GeneralIsThere, By(Bob, new MemberLeft(Bob))])
            .When(new LeaveChannel(General), by: Bob)
            .ThenNothing();

    [Fact]
    public void Who_left_a_private_channel_no_longer_knows_of_it() =>
        Given<Channel>([.. CellarIsThere, By(Bob, new MemberLeft(Bob))])
            .When(new LeaveChannel(Cellar), by: Bob)
            .ThenRefused(new ChannelNotFound(Cellar));

    [Fact]
    public void Nobody_leaves_what_is_not_there() =>
        Given<Channel>()
            .When(new LeaveChannel(General), by: Bob)
            .ThenRefused(new ChannelNotFound(General));
}
