using EventChat.Commands.Channels;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Messages;

public class RemoveReactionSpecs
{
    private static readonly IReadOnlyList<Past> BobWaved = [.. AdaSaidHello, By(Bob, new ReactionAdded(1, "👋"))];

    [Fact]
    public void A_member_takes_a_reaction_back() =>
        Given<Channel>(BobWaved)
            .When(new RemoveReaction(General, 1, "👋"), by: Bob)
            .Then(new ReactionRemoved(1, "👋"));

    [Fact]
    public void However_it_is_written_it_is_the_one_that_was_given() =>
        Given<Channel>(BobWaved)
            .When(new RemoveReaction(General, 1, ":wave:"), by: Bob)
            .Then(new ReactionRemoved(1, "👋"));

    [Fact]
    public void What_an_older_server_kept_as_a_name_is_taken_back_by_it() =>
        Given<Channel>([.. AdaSaidHello, By(Bob, new ReactionAdded(1, "wave"))])
            .When(new RemoveReaction(General, 1, "wave"), by: Bob)
            .Then(new ReactionRemoved(1, "wave"));

    [Fact]
    public void Taking_it_back_twice_changes_nothing() =>
        Given<Channel>([.. BobWaved, By(Bob, new ReactionRemoved(1, "👋"))])
            .When(new RemoveReaction(General, 1, "👋"), by: Bob)
            .ThenNothing();

    [Fact]
    public void The_reactions_of_others_stay() =>
        Given<Channel>(BobWaved)
            .When(new RemoveReaction(General, 1, "👋"), by: Ada)
            .ThenNothing();

    [Fact]
    public void Another_emoji_changes_nothing() =>
        Given<Channel>(BobWaved)
            .When(new RemoveReaction(General, 1, "👍"), by: Bob)
            .ThenNothing();

    [Fact]
    public void A_deleted_message_has_no_reactions_left() =>
        Given<Channel>([.. BobWaved, new MessageDeleted(1, Ada)])
            .When(new RemoveReaction(General, 1, "👋"), by: Bob)
            .ThenNothing();

    [Fact]
    public void What_was_never_said_has_no_reactions() =>
        Given<Channel>(BobWaved)
            .When(new RemoveReaction(General, 9, "👋"), by: Bob)
            .ThenRefused(new MessageNotFound(9));

    [Fact]
    public void Who_left_takes_nothing_back() =>
        Given<Channel>([.. BobWaved, By(Bob, new MemberLeft(Bob))])
            .When(new RemoveReaction(General, 1, "👋"), by: Bob)
            .ThenRefused(new NotAMember(General));

    [Fact]
    public void Nothing_is_taken_back_in_an_archived_channel() =>
        Given<Channel>([.. BobWaved, new ChannelArchived()])
            .When(new RemoveReaction(General, 1, "👋"), by: Bob)
            .ThenRefused(new ChannelIsArchived(General));
}
