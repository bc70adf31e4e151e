using EventChat.Commands.Channels;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Messages;

public class SendMessageSpecs
{
    [Fact]
    public void The_first_message_is_number_one() =>
        Given<Channel>(GeneralIsThere)
            .When(new SendMessage(General, "Hello"), by: Ada)
            .Then(new MessageSent(1, "Hello"));

    [Fact]
    public void Numbers_are_dense_whatever_else_happens() =>
        Given<Channel>([.. BobAnswered, new ChannelTopicChanged("Tea"), new ReactionAdded(1, "👋"), new MessageDeleted(1, Ada), new MessageEdited(2, "Hi")])
            .When(new SendMessage(General, "Tea?"), by: Ada)
            .Then(new MessageSent(3, "Tea?"));

    [Fact]
    public void The_same_text_twice_is_two_messages() =>
        Given<Channel>(AdaSaidHello)
            .When(new SendMessage(General, "Hello"), by: Ada)
            .Then(new MessageSent(2, "Hello"));

    [Fact]
    public void A_member_needs_no_role_to_write() =>
        Given<Channel>(GeneralIsThere)
            .When(new SendMessage(General, "Hello"), by: Bob, role: null)
            .Then(new MessageSent(1, "Hello"));

    [Fact]
    public void A_message_brought_in_from_elsewhere_keeps_its_time() =>
        Given<Channel>(GeneralIsThere)
            .When(new SendMessage(General, "Hello", SentAt: Noon.AddYears(-20)), by: Bob)
            .Then(new MessageSent(1, "Hello", SentAt: Noon.AddYears(-20)));

    [Fact]
    public void Who_could_join_is_told_to() =>
        Given<Channel>(GeneralIsThere)
            .When(new SendMessage(General, "Hello"), by: Mallory)
            .ThenRefused(new NotAMember(General));

    [Fact]
    public void Who_left_is_told_to_join() =>
        Given<Channel>([.. GeneralIsThere, By(Bob, new MemberLeft(Bob))])
            .When(new SendMessage(General, "Hello"), by: Bob)
            .ThenRefused(new NotAMember(General));

    [Theory]
    [InlineData(WorkspaceRole.Guest)]
    [InlineData(null)]
    public void A_public_channel_is_not_there_for_guests_and_outsiders(WorkspaceRole? role) =>
        Given<Channel>(GeneralIsThere)
            .When(new SendMessage(General, "Hello"), by: Mallory, role)
            .ThenRefused(new ChannelNotFound(General));

    [Fact]
    public void A_private_channel_is_not_there_for_strangers() =>
        Given<Channel>(CellarIsThere)
            .When(new SendMessage(Cellar, "Hello"), by: Mallory, WorkspaceRole.Owner)
            .ThenRefused(new ChannelNotFound(Cellar));

    [Fact]
    public void Nobody_writes_in_an_archived_channel() =>
        Given<Channel>(GeneralIsArchived)
            .When(new SendMessage(General, "Hello"), by: Ada, WorkspaceRole.Owner)
            .ThenRefused(new ChannelIsArchived(General));

    [Fact]
    public void A_channel_that_was_brought_back_is_written_in_again() =>
        Given<Channel>([.. GeneralIsArchived, new ChannelUnarchived()])
            .When(new SendMessage(General, "Hello"), by: Ada)
            .Then(new MessageSent(3, "Hello"));
}
