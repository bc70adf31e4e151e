using EventChat.Commands.Channels;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using EventChat.Events.Workspaces;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Messages;

public class DeleteMessageSpecs
{
    [Fact]
    public void Authors_delete_their_own() =>
        Given<Channel>(AdaSaidHello)
            .When(new DeleteMessage(General, 1), by: Ada)
            .Then(new MessageDeleted(1, Ada));

    [Fact]
    public void A_deleted_reply_names_its_thread() =>
        Given<Channel>(BobAnswered)
            .When(new DeleteMessage(General, 2), by: Bob)
            .Then(new MessageDeleted(2, Bob, ThreadRoot: 1));

    [Theory]
    [InlineData(WorkspaceRole.Admin)]
    [InlineData(WorkspaceRole.Owner)]
    public void An_admin_deletes_any_and_the_author_stays_named(WorkspaceRole role) =>
        Given<Channel>(AdaSaidHello)
            .When(new DeleteMessage(General, 1), by: Mallory, role)
            .Then(new MessageDeleted(1, Ada));

    [Fact]
    public void Members_do_not_delete_for_others() =>
        Given<Channel>(AdaSaidHello)
            .When(new DeleteMessage(General, 1), by: Bob)
            .ThenRefused(new NotTheAuthor(1));

    [Fact]
    public void Deleting_twice_changes_nothing() =>
        Given<Channel>([.. AdaSaidHello, new MessageDeleted(1, Ada)])
            .When(new DeleteMessage(General, 1), by: Ada)
            .ThenNothing();

    [Fact]
    public void What_was_never_said_is_not_deleted() =>
        Given<Channel>(AdaSaidHello)
            .When(new DeleteMessage(General, 2), by: Ada)
            .ThenRefused(new MessageNotFound(2));

    [Fact]
    public void Who_left_deletes_nothing() =>
        Given<Channel>([.. AdaSaidHello, new MemberLeft(Ada)])
            .When(new DeleteMessage(General, 1), by: Ada)
            .ThenRefused(new NotAMember(General));

    [Theory]
    [InlineData(WorkspaceRole.Member)]
    [InlineData(WorkspaceRole.Owner)]
    public void Nothing_is_deleted_in_an_archived_channel(WorkspaceRole role) =>
        Given<Channel>(GeneralIsArchived)
            .When(new DeleteMessage(General, 1), by: Ada, role)
            .ThenRefused(new ChannelIsArchived(General));

    [Fact]
    public void A_private_channel_is_not_there_for_an_owner_outside_it() =>
        Given<Channel>([.. CellarIsThere, new MessageSent(1, "Hello")])
            .When(new DeleteMessage(Cellar, 1), by: Mallory, WorkspaceRole.Owner)
            .ThenRefused(new ChannelNotFound(Cellar));
}
