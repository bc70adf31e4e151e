using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Messages;

public class IdempotencyKeySpecs
{
    private static readonly IReadOnlyList<Past> AdaSentWithKey = [.. GeneralIsThere, new MessageSent(1, "Hello", ClientMessageId: "k1")];

    [Fact]
    public void The_key_travels_with_the_message() =>
        Given<Channel>(GeneralIsThere)
            .When(new SendMessage(General, "Hello", ClientMessageId: "k1"), by: Ada)
            .Then(new MessageSent(1, "Hello", ClientMessageId: "k1"));

    [Fact]
    public void A_repeat_gets_the_answer_of_the_first() =>
        Given<Channel>(AdaSentWithKey)
            .When(new SendMessage(General, "Hello", ClientMessageId: "k1"), by: Ada)
            .ThenRepeats(version: 4);

    [Fact]
    public void A_repeat_with_another_body_is_told_by_the_first_event()
    {
        ICommand<Channel> again = new SendMessage(General, "Hello", ThreadRoot: 1, ClientMessageId: "k1", SentAt: Noon);

        Assert.True(again.Repeats(new MessageSent(7, "Hello", ThreadRoot: 1, ClientMessageId: "k1", SentAt: Noon)));
        Assert.False(again.Repeats(new MessageSent(7, "Hello!", ThreadRoot: 1, ClientMessageId: "k1", SentAt: Noon)));
        Assert.False(again.Repeats(new MessageSent(7, "Hello", ThreadRoot: 2, ClientMessageId: "k1", SentAt: Noon)));
        Assert.False(again.Repeats(new MessageSent(7, "Hello", ThreadRoot: 1, Broadcast: true, ClientMessageId: "k1", SentAt: Noon)));
        Assert.False(again.Repeats(new MessageSent(7, "Hello", ThreadRoot: 1, ClientMessageId: "k1")));
        Assert.False(again.Repeats(new MessageDeleted(7, Ada)));
    }

    [Fact]
    public void A_repeat_gets_the_first_answer_though_the_message_is_gone() =>
        Given<Channel>([.. AdaSentWithKey, new MessageDeleted(1, Ada)])
            .When(new SendMessage(General, "Hello", ClientMessageId: "k1"), by: Ada)
            .ThenRepeats(version: 4);

    [Fact]
    public void A_key_belongs_to_its_author() =>
        Given<Channel>(AdaSentWithKey)
            .When(new SendMessage(General, "Hello", ClientMessageId: "k1"), by: Bob)
            .Then(new MessageSent(2, "Hello", ClientMessageId: "k1"));

    [Theory]
    [InlineData("K1")]
    [InlineData("k1 ")]
    [InlineData("k")]
    public void Another_key_is_another_message(string key) =>
        Given<Channel>(AdaSentWithKey)
            .When(new SendMessage(General, "Hello", ClientMessageId: key), by: Ada)
            .Then(new MessageSent(2, "Hello", ClientMessageId: key));

    [Fact]
    public void A_key_may_be_as_long_as_is_allowed_in_any_script()
    {
        var key = new string('漢', 200);
        Given<Channel>([.. GeneralIsThere, new MessageSent(1, "Hello", ClientMessageId: key)])
            .When(new SendMessage(General, "Hello", ClientMessageId: key), by: Ada)
            .ThenRepeats(version: 4);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(11.9)]
    [InlineData(24)]
    public void A_key_is_remembered_for_a_day_however_many_follow_it(double hours)
    {
        for (var first = 0.0; first < 48; first += 1.7)
            Given<Channel>(KeysEveryHour(first, until: first + hours))
                .When(new SendMessage(General, "Hello", ClientMessageId: "k1"), by: Ada, at: Noon.AddHours(first + hours))
                .ThenRepeats(version: 4);
    }

    [Fact]
    public void A_key_is_forgotten_after_two_days_of_others()
    {
        for (var first = 0.0; first < 48; first += 1.7)
            Given<Channel>(KeysEveryHour(first, until: first + 49))
                .When(new SendMessage(General, "Hello", ClientMessageId: "k1"), by: Ada, at: Noon.AddHours(first + 49))
                .Then(new MessageSent(51, "Hello", ClientMessageId: "k1"));
    }

    [Fact]
    public void A_key_is_forgotten_after_two_days_though_others_were_rare() =>
        Given<Channel>([.. KeysEveryHour(0, until: 0), Keyed("k2", 2, 47), Keyed("k3", 3, 49)])
            .When(new SendMessage(General, "Hello", ClientMessageId: "k1"), by: Ada, at: Noon.AddHours(49))
            .Then(new MessageSent(4, "Hello", ClientMessageId: "k1"));

    /// <summary>The key k1 first, and then another every hour.</summary>
    private static List<Past> KeysEveryHour(double first, double until)
    {
        List<Past> history = [.. GeneralIsThere, Keyed("k1", 1, first)];
        for (var hour = first + 1; hour <= until; hour++) history.Add(Keyed($"other {hour}", history.Count - 2, hour));
        return history;
    }

    private static Past Keyed(string key, int number, double hour) => At(Noon.AddHours(hour), Ada, new MessageSent(number, "Hello", ClientMessageId: key));
}
