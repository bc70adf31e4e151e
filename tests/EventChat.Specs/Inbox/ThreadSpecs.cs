using EventChat.Commands.Channels;
using EventChat.Commands.Inbox;
using EventChat.Events.Channels;
using EventChat.Events.Inbox;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;
using AnInbox = EventChat.Commands.Inbox.Inbox;

namespace EventChat.Specs.Inbox;

public class ThreadSpecs
{
    private static readonly ChannelCount Thread = new(LastNumber: 5, Unread: 1, Version: 9, Joined: 2, After: 0);

    [Fact]
    public void A_thread_is_read_up_to_a_message_and_back() =>
        Given<AnInbox>(new ThreadRead(General, 1, 5, 0, 8)).When(new MarkThreadRead(General, Ada, 1, 3, Thread), by: Ada).Then(new ThreadRead(General, 1, 3, 1, 9));

    [Fact]
    public void The_same_number_changes_nothing_until_something_happens_there_or_the_person_follows_anew()
    {
        var read = new MarkThreadRead(General, Ada, 1, 3, Thread);

        Given<AnInbox>(new ThreadRead(General, 1, 3, 1, 9)).When(read, by: Ada).ThenNothing();
        Given<AnInbox>(new AllRead(Home, [], [new(General, 1, 3, 9)])).When(read, by: Ada).ThenNothing();
        Given<AnInbox>(new ThreadRead(General, 1, 3, 1, 8)).When(read, by: Ada).Then(new ThreadRead(General, 1, 3, 1, 9));
        Given<AnInbox>(new ThreadRead(General, 1, 3, 1, 9), new ThreadUnfollowed(General, 1, 5, 9)).When(read, by: Ada).Then(new ThreadRead(General, 1, 3, 1, 9));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(-1)]
    public void Nothing_is_read_before_it_is_there(int number) =>
        Given<AnInbox>().When(new MarkThreadRead(General, Ada, 1, number, Thread), by: Ada).ThenRefused(new NothingThereYet(number, 5));

    [Fact]
    public void Whoever_follows_has_read_what_was_there()
    {
        var follow = new FollowThread(General, Ada, 1, Thread);

        Given<AnInbox>().When(follow, by: Ada).Then(new ThreadFollowed(General, 1, 5, 9));
        Given<AnInbox>(new ThreadFollowed(General, 1, 4, 8)).When(follow, by: Ada).ThenNothing();
        Given<AnInbox>(new ThreadFollowed(General, 1, 4, 8), new ThreadUnfollowed(General, 1, 4, 8)).When(follow, by: Ada).Then(new ThreadFollowed(General, 1, 5, 9));
    }

    [Fact]
    public void Whoever_follows_no_longer_says_so_once_until_they_answer_again()
    {
        var unfollow = new UnfollowThread(General, Ada, 1, LastOwn: 3, Thread);

        Given<AnInbox>().When(unfollow, by: Ada).Then(new ThreadUnfollowed(General, 1, 5, 9));
        Given<AnInbox>(new ThreadUnfollowed(General, 1, 4, 8)).When(unfollow, by: Ada).ThenNothing();
        Given<AnInbox>(new ThreadUnfollowed(General, 1, 4, 8)).When(unfollow with { LastOwn = 5 }, by: Ada).Then(new ThreadUnfollowed(General, 1, 5, 9));
    }

    [Fact]
    public void A_thread_counts_the_replies_of_others_that_stand()
    {
        var channel = Given<Channel>(
        [
            .. Histories.BobAnswered, new MessageSent(3, "Well", ThreadRoot: 1), By(Bob, new MessageSent(4, "Elsewhere")), By(Bob, new MessageSent(5, "And?", ThreadRoot: 1)),
            By(Bob, new MessageSent(6, "Never mind", ThreadRoot: 1)), By(Bob, new MessageDeleted(6, Bob, ThreadRoot: 1)),
        ]).State;

        Assert.Equal((2, 1, 0), (channel.CountThread(Ada, 1, 0, 11, []).Unread, channel.CountThread(Ada, 1, 2, 11, []).Unread, channel.CountThread(Ada, 4, 0, 11, []).Unread));
        Assert.Equal((3, 6, 0, 0), (channel.LastReply(Ada, 1), channel.LastReply(Bob, 1), channel.LastReply(Mallory, 1), channel.LastReply(Bob, 4)));
    }
}
