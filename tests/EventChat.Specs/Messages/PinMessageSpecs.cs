using EventChat.Commands.Channels;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Messages;

public class PinMessageSpecs
{
    private static readonly IReadOnlyList<Past> HelloIsPinned = [.. AdaSaidHello, new MessagePinned(1)];

    [Fact]
    public void Whoever_may_write_may_pin_what_others_wrote() =>
        Given<Channel>(AdaSaidHello)
            .When(new PinMessage(General, 1), by: Bob)
            .Then(new MessagePinned(1));

    [Fact]
    public void Pinning_twice_changes_nothing() =>
        Given<Channel>(HelloIsPinned)
            .When(new PinMessage(General, 1), by: Bob)
            .ThenNothing();

    [Fact]
    public void Anybody_who_may_write_takes_a_pin_away() =>
        Given<Channel>(HelloIsPinned)
            .When(new UnpinMessage(General, 1), by: Bob)
            .Then(new MessageUnpinned(1));

    [Fact]
    public void Unpinning_what_is_not_pinned_changes_nothing() =>
        Given<Channel>([.. HelloIsPinned, new MessageUnpinned(1)])
            .When(new UnpinMessage(General, 1), by: Bob)
            .ThenNothing();

    [Fact]
    public void A_channel_has_a_hundred_pins() =>
        Given<Channel>(Pinned(Channel.MaxPins))
            .When(new PinMessage(General, Channel.MaxPins + 1), by: Bob)
            .ThenRefused(new TooManyPins());

    [Fact]
    public void A_pin_that_was_taken_away_makes_room() =>
        Given<Channel>([.. Pinned(Channel.MaxPins), new MessageUnpinned(7)])
            .When(new PinMessage(General, Channel.MaxPins + 1), by: Bob)
            .Then(new MessagePinned(Channel.MaxPins + 1));

    [Fact]
    public void A_pinned_message_that_is_deleted_makes_room() =>
        Given<Channel>([.. Pinned(Channel.MaxPins), new MessageDeleted(7, Ada)])
            .When(new PinMessage(General, Channel.MaxPins + 1), by: Bob)
            .Then(new MessagePinned(Channel.MaxPins + 1));

    [Fact]
    public void Pins_are_kept_in_the_order_of_pinning() =>
        Assert.Equal(
            [2, 1], Given<Channel>([.. BobAnswered, new MessagePinned(1), new MessagePinned(2), new MessageUnpinned(1), new MessagePinned(1)]).State.Pins.Select(static p => p.Number));

    [Fact]
    public void Nobody_pins_a_deleted_message() =>
        Given<Channel>([.. AdaSaidHello, new MessageDeleted(1, Ada)])
            .When(new PinMessage(General, 1), by: Bob)
            .ThenRefused(new MessageIsDeleted(1));

    [Fact]
    public void Nobody_pins_or_unpins_what_was_never_said()
    {
        Given<Channel>(AdaSaidHello).When(new PinMessage(General, 2), by: Bob).ThenRefused(new MessageNotFound(2));
        Given<Channel>(AdaSaidHello).When(new UnpinMessage(General, 0), by: Bob).ThenRefused(new MessageNotFound(0));
    }

    [Fact]
    public void Who_could_join_is_told_to()
    {
        Given<Channel>(AdaSaidHello).When(new PinMessage(General, 1), by: Mallory).ThenRefused(new NotAMember(General));
        Given<Channel>(HelloIsPinned).When(new UnpinMessage(General, 1), by: Mallory).ThenRefused(new NotAMember(General));
    }

    [Fact]
    public void A_private_channel_is_not_there_for_strangers() =>
        Given<Channel>([.. CellarIsThere, new MessageSent(1, "Hello")])
            .When(new PinMessage(Cellar, 1), by: Mallory)
            .ThenRefused(new ChannelNotFound(Cellar));

    [Fact]
    public void An_archived_channel_keeps_its_pins_as_they_are()
    {
        Given<Channel>(GeneralIsArchived).When(new PinMessage(General, 1), by: Bob).ThenRefused(new ChannelIsArchived(General));
        Given<Channel>([.. HelloIsPinned, new ChannelArchived()]).When(new UnpinMessage(General, 1), by: Bob).ThenRefused(new ChannelIsArchived(General));
    }

    /// <summary>One more was said than is pinned.</summary>
    private static IReadOnlyList<Past> Pinned(int count) =>
    [
        .. GeneralIsThere, .. Enumerable.Range(1, count + 1).Select(static n => (Past)new MessageSent(n, "Hello")),
        .. Enumerable.Range(1, count).Select(static n => (Past)new MessagePinned(n)),
    ];
}
