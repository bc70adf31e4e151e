using EventChat.Commands.Channels;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Messages;

public class ReplySpecs
{
    [Fact]
    public void A_reply_names_the_message_it_answers() =>
        Given<Channel>(AdaSaidHello)
            .When(new SendMessage(General, "Hello yourself", ThreadRoot: 1), by: Bob)
            .Then(new MessageSent(2, "Hello yourself", ThreadRoot: 1, RootAuthor: Ada));

    [Fact]
    public void A_reply_may_be_shown_in_the_channel_too() =>
        Given<Channel>(AdaSaidHello)
            .When(new SendMessage(General, "Everybody hello", ThreadRoot: 1, Broadcast: true), by: Bob)
            .Then(new MessageSent(2, "Everybody hello", ThreadRoot: 1, Broadcast: true, RootAuthor: Ada));

    [Fact]
    public void Only_a_reply_can_be_shown_in_the_channel_too() =>
        Given<Channel>(AdaSaidHello)
            .When(new SendMessage(General, "Everybody hello", Broadcast: true), by: Bob)
            .ThenRefused(new BroadcastWithoutThread());

    [Fact]
    public void Threads_have_one_level() =>
        Given<Channel>(BobAnswered)
            .When(new SendMessage(General, "And you?", ThreadRoot: 2), by: Ada)
            .ThenRefused(new ThreadRootIsReply(2));

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public void What_was_never_said_cannot_be_answered(int number) =>
        Given<Channel>(AdaSaidHello)
            .When(new SendMessage(General, "Hello yourself", ThreadRoot: number), by: Bob)
            .ThenRefused(new ThreadRootNotFound(number));

    [Fact]
    public void A_thread_outlives_its_first_message() =>
        Given<Channel>([.. BobAnswered, new MessageDeleted(1, Ada)])
            .When(new SendMessage(General, "Still here", ThreadRoot: 1), by: Bob)
            .Then(new MessageSent(3, "Still here", ThreadRoot: 1, RootAuthor: Ada));
}
