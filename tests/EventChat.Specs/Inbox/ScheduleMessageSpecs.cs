using EventChat.Commands.Handling;
using EventChat.Commands.Inbox;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Inbox;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;
using AnInbox = EventChat.Commands.Inbox.Inbox;

namespace EventChat.Specs.Inbox;

public class ScheduleMessageSpecs
{
    private static readonly DateTimeOffset Teatime = Noon.AddHours(5);
    private static readonly MessageScheduled Tea = new(Later, General, "Tea!", Teatime);
    private static readonly ScheduleMessage ForTea = new(Ada, Later, General, "Tea!", Teatime);

    [Fact]
    public void A_message_waits_for_its_time() => Given<AnInbox>().When(ForTea, by: Ada).Then(Tea);

    [Fact]
    public void A_repeat_under_the_same_id_is_the_first_one() =>
        Given<AnInbox>(new ChannelRead(General, 1), Tea).When(ForTea, by: Ada).ThenRepeats(2);

    [Fact]
    public void A_repeat_says_the_same()
    {
        Assert.True(ForTea.Repeats(Tea));
        Assert.False((ForTea with { Text = "Coffee!" }).Repeats(Tea));
        Assert.False((ForTea with { SendAt = Noon.AddHours(6) }).Repeats(Tea));
    }

    [Fact]
    public void It_is_within_the_next_120_days()
    {
        Given<AnInbox>().When(ForTea with { SendAt = Noon }, by: Ada).ThenRefused(new ScheduleInThePast());
        Given<AnInbox>().When(ForTea with { SendAt = Noon.AddDays(-1) }, by: Ada).ThenRefused(new ScheduleInThePast());
        Given<AnInbox>().When(ForTea with { SendAt = Noon.AddDays(120).AddTicks(1) }, by: Ada).ThenRefused(new ScheduleTooFarAhead());
        Given<AnInbox>().When(ForTea with { SendAt = Noon.AddDays(120) }, by: Ada).Then(Tea with { SendAt = Noon.AddDays(120) });
    }

    [Fact]
    public void It_says_what_a_message_may_say() => Given<AnInbox>().When(ForTea with { Text = " " }, by: Ada).ThenRefused(new MessageEmpty());

    [Fact]
    public void A_hundred_may_wait()
    {
        IReadOnlyList<Past> hundred = [.. Enumerable.Range(1, 100).Select(static n => (Past)(Tea with { ScheduledId = Number(n) }))];

        Given<AnInbox>(hundred).When(ForTea, by: Ada).ThenRefused(new TooManyScheduled());
        Given<AnInbox>([.. hundred, new ScheduledMessageCancelled(Number(7))]).When(ForTea, by: Ada).Then(Tea);
        Given<AnInbox>([.. hundred, new ScheduledMessageDue(Number(7)), new ScheduledMessageSent(Number(7), 1)]).When(ForTea, by: Ada).Then(Tea);
    }

    [Fact]
    public void Its_words_and_its_time_may_change()
    {
        Given<AnInbox>(Tea).When(Change("Coffee!", null), by: Ada).Then(new ScheduledMessageChanged(Later, "Coffee!"));
        Given<AnInbox>(Tea).When(Change(null, Noon.AddHours(6)), by: Ada).Then(new ScheduledMessageChanged(Later, SendAt: Noon.AddHours(6)));
        Given<AnInbox>(Tea).When(Change("Tea!", Teatime), by: Ada).ThenNothing();
        Given<AnInbox>(Tea, new ScheduledMessageChanged(Later, "Coffee!", Noon.AddHours(6))).When(Change("Coffee!", Noon.AddHours(6)), by: Ada).ThenNothing();
        Given<AnInbox>(Tea).When(Change("", null), by: Ada).ThenRefused(new MessageEmpty());
        Given<AnInbox>(Tea).When(Change(null, Noon), by: Ada).ThenRefused(new ScheduleInThePast());
        Given<AnInbox>().When(Change("Coffee!", null), by: Ada).ThenRefused(new ScheduledNotFound(Later));
    }

    [Fact]
    public void It_may_be_cancelled_and_twice_is_fine()
    {
        Given<AnInbox>(Tea).When(Cancel, by: Ada).Then(new ScheduledMessageCancelled(Later));
        Given<AnInbox>(Tea, new ScheduledMessageCancelled(Later)).When(Cancel, by: Ada).ThenNothing();
        Given<AnInbox>(Tea, new ScheduledMessageCancelled(Later)).When(Change("Coffee!", null), by: Ada).ThenRefused(new ScheduledNotFound(Later));
        Given<AnInbox>().When(Cancel, by: Ada).ThenRefused(new ScheduledNotFound(Later));
    }

    [Fact]
    public void Once_its_time_has_come_it_is_out_of_its_authors_hands()
    {
        foreach (var past in (Past[][])[[Tea, new ScheduledMessageDue(Later)], [Tea, new ScheduledMessageDue(Later), new ScheduledMessageSent(Later, 3)]])
        {
            Given<AnInbox>(past).When(Cancel, by: Ada).ThenRefused(new ScheduledIsSent(Later));
            Given<AnInbox>(past).When(Change("Coffee!", null), by: Ada).ThenRefused(new ScheduledIsSent(Later));
        }
    }

    [Fact]
    public void One_that_was_refused_can_be_put_away_and_not_changed()
    {
        Past[] past = [Tea, new ScheduledMessageDue(Later), new ScheduledMessageFailed(Later, "channel.archived")];

        Given<AnInbox>(past).When(Change("Coffee!", null), by: Ada).ThenRefused(new ScheduledHasFailed(Later));
        Given<AnInbox>(past).When(Cancel, by: Ada).Then(new ScheduledMessageCancelled(Later));
    }

    [Fact]
    public void It_is_taken_when_its_time_has_come_and_not_before()
    {
        TakeDue take = new(Ada, Later);
        Given<AnInbox>(Tea).When(take, by: Ada, at: Teatime.AddTicks(-1)).ThenNothing();
        Given<AnInbox>(Tea).When(take, by: Ada, at: Teatime).Then(new ScheduledMessageDue(Later));
        Given<AnInbox>(Tea, new ScheduledMessageDue(Later)).When(take, by: Ada, at: Teatime).ThenNothing();
        Given<AnInbox>(Tea, new ScheduledMessageChanged(Later, SendAt: Noon.AddHours(6))).When(take, by: Ada, at: Teatime).ThenNothing();
        Given<AnInbox>(Tea, new ScheduledMessageCancelled(Later)).When(take, by: Ada, at: Teatime).ThenNothing();
        Given<AnInbox>().When(take, by: Ada, at: Teatime).ThenNothing();
    }

    [Fact]
    public void What_became_of_it_is_said_once()
    {
        Given<AnInbox>(Tea, new ScheduledMessageDue(Later)).When(new SettleScheduled(Ada, Later, 3, null), by: Ada).Then(new ScheduledMessageSent(Later, 3));
        Given<AnInbox>(Tea, new ScheduledMessageDue(Later)).When(new SettleScheduled(Ada, Later, null, "channel.archived"), by: Ada)
            .Then(new ScheduledMessageFailed(Later, "channel.archived"));
        Given<AnInbox>(Tea).When(new SettleScheduled(Ada, Later, 3, null), by: Ada).ThenNothing();
        Given<AnInbox>(Tea, new ScheduledMessageDue(Later), new ScheduledMessageSent(Later, 3)).When(new SettleScheduled(Ada, Later, 3, null), by: Ada).ThenNothing();
    }

    private static ICommand<AnInbox> Cancel => new CancelScheduled(Ada, Later);

    private static ChangeScheduled Change(string? text, DateTimeOffset? at) => new(Ada, Later, text, at);

    private static ScheduledId Number(int n) => Id.Derive<ScheduledId>('T', $"{n}");
}
