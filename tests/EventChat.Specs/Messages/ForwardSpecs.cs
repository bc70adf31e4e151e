using EventChat.Commands.Channels;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Messages;

public class ForwardSpecs
{
    private static readonly ForwardedMessage Psst = new(Cellar, 1, Ada, "Psst", Noon);

    [Fact]
    public void A_message_shows_another_with_words_of_its_own() =>
        Given<Channel>(AdaSaidHello)
            .When(new SendMessage(General, "Hear hear", Forwarded: Psst), by: Bob)
            .Then(new MessageSent(2, "Hear hear", Forwarded: Psst));

    [Fact]
    public void It_needs_no_words_of_its_own() =>
        Given<Channel>(AdaSaidHello)
            .When(new SendMessage(General, "", Forwarded: Psst), by: Bob)
            .Then(new MessageSent(2, "", Forwarded: Psst));

    [Fact]
    public void What_words_it_has_are_those_of_a_message() =>
        Given<Channel>(AdaSaidHello)
            .When(new SendMessage(General, " ", Forwarded: Psst), by: Bob)
            .ThenRefused(new MessageEmpty());

    [Fact]
    public void Only_who_may_write_shows_it() =>
        Given<Channel>(AdaSaidHello)
            .When(new SendMessage(General, "", Forwarded: Psst), by: Mallory)
            .ThenRefused(new NotAMember(General));

    [Fact]
    public void A_repeat_is_the_first_one_whatever_the_source_says_by_now()
    {
        MessageSent first = new(2, "", ClientMessageId: "k", Forwarded: Psst);

        Assert.True(new SendMessage(General, "", ClientMessageId: "k", Forwarded: Psst with { Text = "Edited" }).Repeats(first));
        Assert.False(new SendMessage(General, "Hear", ClientMessageId: "k", Forwarded: Psst).Repeats(first));
        Assert.False(new SendMessage(General, "", ClientMessageId: "k").Repeats(first));
    }
}
