using EventChat.Commands.Channels;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Messages;

public class EditMessageSpecs
{
    [Fact]
    public void Authors_edit_their_own() =>
        Given<Channel>(AdaSaidHello)
            .When(new EditMessage(General, 1, "Good morning"), by: Ada)
            .Then(new MessageEdited(1, "Good morning"));

    [Fact]
    public void The_same_text_changes_nothing() =>
        Given<Channel>([.. AdaSaidHello, new MessageEdited(1, "Good morning")])
            .When(new EditMessage(General, 1, "Good morning"), by: Ada)
            .ThenNothing();

    [Fact]
    public void The_text_before_the_last_edit_is_a_change() =>
        Given<Channel>([.. AdaSaidHello, new MessageEdited(1, "Good morning")])
            .When(new EditMessage(General, 1, "Hello"), by: Ada)
            .Then(new MessageEdited(1, "Hello"));

    [Fact]
    public void Nobody_edits_for_others_not_even_an_owner() =>
        Given<Channel>(AdaSaidHello)
            .When(new EditMessage(General, 1, "I am silly"), by: Bob, WorkspaceRole.Owner)
            .ThenRefused(new NotTheAuthor(1));

    [Fact]
    public void A_deleted_message_is_not_edited() =>
        Given<Channel>([.. AdaSaidHello, new MessageDeleted(1, Ada)])
            .When(new EditMessage(General, 1, "Good morning"), by: Ada)
            .ThenRefused(new MessageIsDeleted(1));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(int.MinValue)]
    public void What_was_never_said_is_not_edited(int number) =>
        Given<Channel>(AdaSaidHello)
            .When(new EditMessage(General, number, "Good morning"), by: Ada)
            .ThenRefused(new MessageNotFound(number));

    [Fact]
    public void Who_left_edits_nothing() =>
        Given<Channel>([.. AdaSaidHello, new MemberLeft(Ada)])
            .When(new EditMessage(General, 1, "Good morning"), by: Ada)
            .ThenRefused(new NotAMember(General));

    [Fact]
    public void Nothing_is_edited_in_an_archived_channel() =>
        Given<Channel>(GeneralIsArchived)
            .When(new EditMessage(General, 1, "Good morning"), by: Ada)
            .ThenRefused(new ChannelIsArchived(General));

    [Fact]
    public void A_private_channel_is_not_there_for_strangers() =>
        Given<Channel>([.. CellarIsThere, new MessageSent(1, "Hello")])
            .When(new EditMessage(Cellar, 1, "Good morning"), by: Mallory, WorkspaceRole.Owner)
            .ThenRefused(new ChannelNotFound(Cellar));
}
