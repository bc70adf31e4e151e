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

        Assert.Equal(new ChannelCount(6, 2, 11, 2, 0), channel.Count(Ada, 0, 11, []) with { MentionedIn = null });
        Assert.Equal(1, channel.Count(Ada, 3, 11, []).Unread);
        Assert.Equal(2, channel.Count(Bob, 0, 11, []).Unread);
        Assert.Equal(new ChannelCount(6, 0, 11, 11, 6), channel.Count(Mallory, 6, 11, []) with { MentionedIn = null });
        Assert.Equal(0, channel.Count(Ada, int.MaxValue, 11, []).Unread);
    }

    [Fact]
    public void A_mark_says_which_of_what_is_left_call_the_person()
    {
        TextEntities ada = [new(EntityKind.User, 0, 4, UserId: Ada)], crew = [new(EntityKind.Group, 0, 5, GroupId: Crew)], all = [new(EntityKind.Everyone, 0, 8), new(EntityKind.Here, 9, 5)];
        var channel = Given<Channel>(
        [
            .. Histories.AdaSaidHello, By(Bob, new MessageSent(2, "@ada", Entities: ada)), By(Bob, new MessageSent(3, "@crew", Entities: crew)), By(Bob, new MessageSent(4, "@channel @here", Entities: all)),
            new MessageSent(5, "@ada", Entities: ada), By(Bob, new MessageSent(6, "@ada", ThreadRoot: 1, Entities: ada)),
            By(Bob, new MessageSent(7, "@ada", ThreadRoot: 1, Broadcast: true, Entities: ada)), By(Bob, new MessageSent(8, "@ada", Entities: ada)), By(Bob, new MessageDeleted(8, Bob)),
            By(Bob, new MessageSent(9, "@ada", Entities: ada)), By(Bob, new MessageEdited(9, "nobody")), By(Bob, new MessageSent(10, "nobody")), By(Bob, new MessageEdited(10, "@crew", crew)),
        ]).State;

        Assert.Equal([2, 3, 4, 7, 10], channel.Count(Ada, 0, 16, [Crew]).MentionedIn!);
        Assert.Equal([2, 4, 7], channel.Count(Ada, 0, 16, []).MentionedIn!);
        Assert.Equal([4, 7], channel.Count(Ada, 3, 16, []).MentionedIn!);
        Assert.Equal([6], channel.CountThread(Ada, 1, 0, 16, []).MentionedIn!);
        Assert.Empty(channel.Count(Bob, 0, 16, [Crew]).MentionedIn!);
    }

    [Fact]
    public void A_mark_names_no_more_than_a_thousand()
    {
        TextEntities all = [new(EntityKind.Everyone, 0, 8)];
        var channel = Given<Channel>([.. Histories.GeneralIsThere, .. Enumerable.Range(1, ChannelCount.MaxMentions + 1).Select(n => By(Bob, new MessageSent(n, "@channel", Entities: all)))]).State;

        Assert.Null(channel.Count(Ada, 0, 1004, []).MentionedIn);
        Assert.Equal(ChannelCount.MaxMentions, channel.Count(Ada, 1, 1004, []).MentionedIn!.Count);
    }

    [Fact]
    public void What_is_marked_carries_what_calls() =>
        Given<AnInbox>().When(Read(3) with { Channel = Five with { MentionedIn = [4] } }, by: Ada).Then(new ChannelRead(General, 3, 1, 9, [4]));

    private static MarkRead Read(int number) => new(General, Ada, number, Five);
}
