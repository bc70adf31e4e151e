using EventChat.Commands.Inbox;
using EventChat.Events.Inbox;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;
using AnInbox = EventChat.Commands.Inbox.Inbox;

namespace EventChat.Specs.Inbox;

public class MarkReadSpecs
{
    [Fact]
    public void A_person_reads_up_to_a_message() =>
        Given<AnInbox>()
            .When(new MarkRead(General, Ada, Number: 3, LastNumber: 5), by: Ada)
            .Then(new ChannelRead(General, 3));

    [Fact]
    public void The_last_message_may_be_read() =>
        Given<AnInbox>(new ChannelRead(General, 3))
            .When(new MarkRead(General, Ada, Number: 5, LastNumber: 5), by: Ada)
            .Then(new ChannelRead(General, 5));

    [Fact]
    public void Moving_backwards_marks_unread() =>
        Given<AnInbox>(new ChannelRead(General, 5))
            .When(new MarkRead(General, Ada, Number: 2, LastNumber: 5), by: Ada)
            .Then(new ChannelRead(General, 2));

    [Fact]
    public void Back_to_the_beginning_marks_everything_unread() =>
        Given<AnInbox>(new ChannelRead(General, 5))
            .When(new MarkRead(General, Ada, Number: 0, LastNumber: 5), by: Ada)
            .Then(new ChannelRead(General, 0));

    [Fact]
    public void The_same_number_changes_nothing() =>
        Given<AnInbox>(new ChannelRead(General, 3))
            .When(new MarkRead(General, Ada, Number: 3, LastNumber: 5), by: Ada)
            .ThenNothing();

    [Fact]
    public void Each_channel_has_a_mark_of_its_own() =>
        Given<AnInbox>(new ChannelRead(General, 3))
            .When(new MarkRead(Cellar, Ada, Number: 3, LastNumber: 5), by: Ada)
            .Then(new ChannelRead(Cellar, 3));

    [Fact]
    public void Nothing_is_read_before_it_is_there() =>
        Given<AnInbox>(new ChannelRead(General, 3))
            .When(new MarkRead(General, Ada, Number: 6, LastNumber: 5), by: Ada)
            .ThenRefused(new NothingThereYet(6, 5));
}
