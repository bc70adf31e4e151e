using EventChat.Commands.Channels;
using EventChat.Commands.Inbox;
using EventChat.Commands.Messages;
using EventChat.Events.Inbox;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;
using AnInbox = EventChat.Commands.Inbox.Inbox;

namespace EventChat.Specs.Inbox;

public class SaveMessageSpecs
{
    private static readonly MessageFacts Standing = new(2, Bob, 0, IsDeleted: false, 0, IsBroadcast: false), Gone = Standing with { IsDeleted = true };

    [Fact]
    public void A_person_keeps_a_message() =>
        Given<AnInbox>()
            .When(new SaveMessage(General, 2, Ada, Standing), by: Ada)
            .Then(new MessageSaved(General, 2));

    [Fact]
    public void Saving_twice_changes_nothing() =>
        Given<AnInbox>(new MessageSaved(General, 2))
            .When(new SaveMessage(General, 2, Ada, Standing), by: Ada)
            .ThenNothing();

    [Fact]
    public void The_same_number_of_another_channel_is_another_message() =>
        Given<AnInbox>(new MessageSaved(General, 2))
            .When(new SaveMessage(Cellar, 2, Ada, Standing), by: Ada)
            .Then(new MessageSaved(Cellar, 2));

    [Fact]
    public void Nobody_saves_what_was_never_said_or_is_deleted()
    {
        Given<AnInbox>().When(new SaveMessage(General, 2, Ada, null), by: Ada).ThenRefused(new MessageNotFound(2));
        Given<AnInbox>().When(new SaveMessage(General, 2, Ada, Gone), by: Ada).ThenRefused(new MessageIsDeleted(2));
    }

    [Fact]
    public void What_was_saved_before_it_was_deleted_stays_saved() =>
        Given<AnInbox>(new MessageSaved(General, 2))
            .When(new SaveMessage(General, 2, Ada, Gone), by: Ada)
            .ThenNothing();

    [Fact]
    public void A_person_keeps_so_many_and_no_more()
    {
        IReadOnlyList<Past> many = [.. Enumerable.Range(1, AnInbox.MaxSaved).Select(static n => (Past)new MessageSaved(General, n))];

        Given<AnInbox>(many).When(new SaveMessage(Cellar, 2, Ada, Standing), by: Ada).ThenRefused(new TooManySaved());
        Given<AnInbox>([.. many, new MessageUnsaved(General, 7)]).When(new SaveMessage(Cellar, 2, Ada, Standing), by: Ada).Then(new MessageSaved(Cellar, 2));
    }

    [Fact]
    public void A_person_lets_a_message_go_once()
    {
        Given<AnInbox>(new MessageSaved(General, 2)).When(new UnsaveMessage(General, 2, Ada), by: Ada).Then(new MessageUnsaved(General, 2));
        Given<AnInbox>(new MessageSaved(General, 2), new MessageUnsaved(General, 2)).When(new UnsaveMessage(General, 2, Ada), by: Ada).ThenNothing();
    }
}
