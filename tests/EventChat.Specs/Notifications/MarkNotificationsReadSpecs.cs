using EventChat.Commands.Notifications;
using EventChat.Events.Notifications;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;
using AnInbox = EventChat.Commands.Inbox.Inbox;

namespace EventChat.Specs.Notifications;

public class MarkNotificationsReadSpecs
{
    [Fact]
    public void A_person_has_seen_all_up_to_a_position() =>
        Given<AnInbox>().When(new MarkNotificationsRead(Ada, 40, null, Head: 50), by: Ada).Then(new NotificationsRead(40));

    [Theory]
    [InlineData(40)]
    [InlineData(39)]
    [InlineData(0)]
    public void What_was_seen_is_not_unseen_by_an_earlier_position(long position) =>
        Given<AnInbox>(new NotificationsRead(40)).When(new MarkNotificationsRead(Ada, position, null, Head: 50), by: Ada).ThenNothing();

    [Fact]
    public void Some_are_seen_one_by_one() =>
        Given<AnInbox>(new NotificationsRead(40), new NotificationsRead(Positions: [44]))
            .When(new MarkNotificationsRead(Ada, null, [48, 3, 44, 46, 48], Head: 50), by: Ada)
            .Then(new NotificationsRead(Positions: [46, 48]));

    [Fact]
    public void Seeing_the_same_again_changes_nothing() =>
        Given<AnInbox>(new NotificationsRead(40), new NotificationsRead(Positions: [44]))
            .When(new MarkNotificationsRead(Ada, null, [44, 12], Head: 50), by: Ada).ThenNothing();

    [Theory]
    [InlineData(51)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void What_has_not_happened_was_not_seen(long position)
    {
        Given<AnInbox>().When(new MarkNotificationsRead(Ada, position, null, Head: 50), by: Ada).ThenRefused(new NotificationBeyondEnd());
        Given<AnInbox>().When(new MarkNotificationsRead(Ada, null, [4, position], Head: 50), by: Ada).ThenRefused(new NotificationBeyondEnd());
    }

    [Fact]
    public void One_way_of_naming_them_is_enough()
    {
        Given<AnInbox>().When(new MarkNotificationsRead(Ada, null, null, Head: 50), by: Ada).ThenRefused(new NotificationsNotNamed());
        Given<AnInbox>().When(new MarkNotificationsRead(Ada, 4, [4], Head: 50), by: Ada).ThenRefused(new NotificationsNotNamed());
        Given<AnInbox>().When(new MarkNotificationsRead(Ada, null, [.. Enumerable.Range(1, 201).Select(static n => (long)n)], Head: 500), by: Ada).ThenRefused(new NotificationsNotNamed());
    }

    [Fact]
    public void What_is_remembered_one_by_one_has_an_end_and_goes_when_all_before_is_seen()
    {
        var state = Given<AnInbox>(new NotificationsRead(Positions: [.. Enumerable.Range(1, ReadNotifications.MaxSingle + 10).Select(static n => (long)n)])).State;
        Assert.Equal(ReadNotifications.MaxSingle, state.Notifications.Single.Count);
        Assert.False(state.Notifications.Has(1));

        state.Apply(new NotificationsRead(ReadNotifications.MaxSingle + 9), Ada, 2, Noon);

        Assert.Equal([(long)ReadNotifications.MaxSingle + 10], state.Notifications.Single);
    }
}
