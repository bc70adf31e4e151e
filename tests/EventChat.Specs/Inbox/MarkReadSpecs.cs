using EventChat.Commands.Channels;
using EventChat.Commands.Inbox;
using EventChat.Events.Channels;
using EventChat.Events.Inbox;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;
using AnInbox = EventChat.Commands.Inbox.Inbox;

namespace EventChat.Specs.Inbox;

public class MarkReadSpecs
{
    /// <summary>Ada has been in General from its version 2 on, when there was no message; it has five now.</summary>
    private static readonly ChannelCount Five = new(LastNumber: 5, Unread: 1, Version: 9, Joined: 2, After: 0);

    [Fact]
    public void A_person_reads_up_to_a_message() =>
        Given<AnInbox>().When(Read(3), by: Ada).Then(new ChannelRead(General, 3, 1, 9));

    [Fact]
    public void The_last_message_may_be_read() =>
        Given<AnInbox>(new ChannelRead(General, 3, 2, 7)).When(Read(5), by: Ada).Then(new ChannelRead(General, 5, 1, 9));

    [Fact]
    public void Moving_backwards_marks_unread() =>
        Given<AnInbox>(new ChannelRead(General, 5, 0, 7)).When(Read(2), by: Ada).Then(new ChannelRead(General, 2, 1, 9));

    [Fact]
    public void Back_to_the_beginning_marks_everything_unread() =>
        Given<AnInbox>(new ChannelRead(General, 5, 0, 7)).When(Read(0), by: Ada).Then(new ChannelRead(General, 0, 1, 9));

    [Fact]
    public void The_same_number_changes_nothing()
    {
        Given<AnInbox>(new ChannelRead(General, 3)).When(Read(3), by: Ada).ThenNothing();
        Given<AnInbox>(new ChannelRead(General, 3, 2, 7)).When(Read(3), by: Ada).ThenNothing();
        Given<AnInbox>(new AllRead(Home, [new(General, 3, 7)], [])).When(Read(3), by: Ada).ThenNothing();
        Given<AnInbox>().When(Read(0), by: Ada).ThenNothing();
    }

    [Fact]
    public void Each_channel_has_a_mark_of_its_own() =>
        Given<AnInbox>(new ChannelRead(General, 3, 2, 7))
            .When(new MarkRead(Cellar, Ada, 3, Five), by: Ada)
            .Then(new ChannelRead(Cellar, 3, 1, 9));

    [Theory]
    [InlineData(6)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Nothing_is_read_before_it_is_there(int number) =>
        Given<AnInbox>(new ChannelRead(General, 3)).When(Read(number), by: Ada).ThenRefused(new NothingThereYet(number, 5));

    /// <summary>Ada read 3, left, and came back at version 8, when there were five messages.</summary>
    [Fact]
    public void Who_comes_back_has_read_what_was_there()
    {
        var back = Five with { Joined = 8, After = 5 };

        Given<AnInbox>(new ChannelRead(General, 3, 2, 7)).When(new MarkRead(General, Ada, 5, back), by: Ada).ThenNothing();
        Given<AnInbox>(new ChannelRead(General, 3, 2, 7)).When(new MarkRead(General, Ada, 3, back), by: Ada).Then(new ChannelRead(General, 3, 1, 9));
        Given<AnInbox>(new ChannelRead(General, 3, 2, 8)).When(new MarkRead(General, Ada, 3, back), by: Ada).ThenNothing();
    }

    [Fact]
    public void A_channel_counts_what_others_said_in_it_and_what_stands()
    {
        var channel = Given<Channel>(
        [
            .. Histories.BobAnswered, By(Bob, new MessageSent(3, "Tea?", ThreadRoot: 1, Broadcast: true)), By(Bob, new MessageSent(4, "Now")), By(Bob, new MessageSent(5, "Never mind")),
            By(Bob, new MessageDeleted(5, Bob)), new MessageSent(6, "Gladly"), new MemberJoined(Mallory, After: 6),
        ]).State;

        Assert.Equal(new ChannelCount(6, 2, 11, 2, 0), channel.Count(Ada, 0, 11));
        Assert.Equal(1, channel.Count(Ada, 3, 11).Unread);
        Assert.Equal(2, channel.Count(Bob, 0, 11).Unread);
        Assert.Equal(new ChannelCount(6, 0, 11, 11, 6), channel.Count(Mallory, 6, 11));
        Assert.Equal(0, channel.Count(Ada, int.MaxValue, 11).Unread);
    }

    private static MarkRead Read(int number) => new(General, Ada, number, Five);
}
