using EventChat.Commands.Channels;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Messages;

public class AddReactionSpecs
{
    [Fact]
    public void A_member_reacts() =>
        Given<Channel>(AdaSaidHello)
            .When(new AddReaction(General, 1, "👋"), by: Bob)
            .Then(new ReactionAdded(1, "👋", Ada));

    [Fact]
    public void Reacting_twice_with_the_same_emoji_changes_nothing() =>
        Given<Channel>([.. AdaSaidHello, By(Bob, new ReactionAdded(1, "👋"))])
            .When(new AddReaction(General, 1, "👋"), by: Bob)
            .ThenNothing();

    [Fact]
    public void Others_may_react_the_same_way() =>
        Given<Channel>([.. AdaSaidHello, By(Bob, new ReactionAdded(1, "👋"))])
            .When(new AddReaction(General, 1, "👋"), by: Ada)
            .Then(new ReactionAdded(1, "👋", Ada));

    [Fact]
    public void What_was_taken_back_may_be_given_again() =>
        Given<Channel>([.. AdaSaidHello, By(Bob, new ReactionAdded(1, "👋")), By(Bob, new ReactionRemoved(1, "👋"))])
            .When(new AddReaction(General, 1, "👋"), by: Bob)
            .Then(new ReactionAdded(1, "👋", Ada));

    [Fact]
    public void A_message_carries_fifty_kinds() =>
        Given<Channel>([.. AdaSaidHello, .. Kinds(Channel.MaxReactionKinds)])
            .When(new AddReaction(General, 1, ":one-too-many:"), by: Bob)
            .ThenRefused(new TooManyReactions(1));

    [Fact]
    public void A_full_message_takes_more_of_the_kinds_it_has() =>
        Given<Channel>([.. AdaSaidHello, .. Kinds(Channel.MaxReactionKinds)])
            .When(new AddReaction(General, 1, ":kind-7:"), by: Bob)
            .Then(new ReactionAdded(1, ":kind-7:", Ada));

    [Fact]
    public void A_kind_that_nobody_gives_any_more_makes_room() =>
        Given<Channel>([.. AdaSaidHello, .. Kinds(Channel.MaxReactionKinds), new ReactionRemoved(1, ":kind-7:")])
            .When(new AddReaction(General, 1, ":a-new-one:"), by: Bob)
            .Then(new ReactionAdded(1, ":a-new-one:", Ada));

    [Theory]
    [InlineData("👋🏽", "👋🏽")]
    [InlineData("👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦")]
    [InlineData("🏳️‍🌈", "🏳️‍🌈")]
    [InlineData("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿")]
    [InlineData("🇬🇧", "🇬🇧")]
    [InlineData("❤️", "❤️")]
    [InlineData("❤", "❤️")]
    [InlineData("1️⃣", "1️⃣")]
    [InlineData("*⃣", "*️⃣")]
    [InlineData("↔️", "↔️")]
    [InlineData("‼️", "‼️")]
    [InlineData("ℹ️", "ℹ️")]
    [InlineData("〽️", "〽️")]
    [InlineData("㊗️", "㊗️")]
    [InlineData("+1", "👍")]
    [InlineData(":wave::skin-tone-3:", "👋🏼")]
    [InlineData(":tada:", "🎉")]
    [InlineData("tada", "🎉")]
    [InlineData("v::skin-tone-6", "✌🏿")]
    [InlineData(":man_technologist::skin-tone-2:", "👨🏻‍💻")]
    [InlineData("🏳‍🌈", "🏳️‍🌈")]
    [InlineData("❤\ufe0e", "❤️")]
    public void A_reaction_is_an_emoji_or_its_name(string emoji, string kept) =>
        Given<Channel>(AdaSaidHello)
            .When(new AddReaction(General, 1, emoji), by: Bob)
            .Then(new ReactionAdded(1, kept, Ada));

    [Theory]
    [InlineData("👍")]
    [InlineData("+1")]
    [InlineData(":+1:")]
    [InlineData("thumbsup")]
    [InlineData(":thumbsup:")]
    [InlineData("thumbs_up")]
    public void However_it_is_written_it_is_one_reaction(string emoji) =>
        Given<Channel>([.. AdaSaidHello, By(Bob, new ReactionAdded(1, "👍"))])
            .When(new AddReaction(General, 1, emoji), by: Bob)
            .ThenNothing();

    [Theory]
    [InlineData("party_parrot")]
    [InlineData(":party_parrot:")]
    public void A_name_without_a_character_stands_in_colons(string emoji) =>
        Given<Channel>(AdaSaidHello)
            .When(new AddReaction(General, 1, emoji), by: Bob)
            .Then(new ReactionAdded(1, ":party_parrot:", Ada));

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\nbreak")]
    [InlineData("nul\0")]
    [InlineData("\u200b")]
    [InlineData("\u3164")]
    [InlineData("\u2800")]
    [InlineData("\u202e")]
    [InlineData("👋\u200d")]
    [InlineData("👋\u200b")]
    [InlineData("👋\u0301")]
    [InlineData("👋👋")]
    [InlineData("👋!")]
    [InlineData("é")]
    [InlineData("漢")]
    [InlineData("한")]
    [InlineData("Hello")]
    [InlineData(":tada")]
    [InlineData("::")]
    [InlineData("1\ufe0f")]
    [InlineData("!")]
    [InlineData("$")]
    [InlineData("<")]
    [InlineData("\ufffd")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public void Anything_else_is_no_reaction(string emoji) =>
        Given<Channel>(AdaSaidHello)
            .When(new AddReaction(General, 1, emoji), by: Bob)
            .ThenRefused(new EmojiInvalid());

    [Fact]
    public void Half_an_emoji_is_no_reaction() =>
        Given<Channel>(AdaSaidHello)
            .When(new AddReaction(General, 1, "👋"[..1]), by: Bob)
            .ThenRefused(new EmojiInvalid());

    [Fact]
    public void Nobody_reacts_to_a_deleted_message() =>
        Given<Channel>([.. AdaSaidHello, new MessageDeleted(1, Ada)])
            .When(new AddReaction(General, 1, "👋"), by: Bob)
            .ThenRefused(new MessageIsDeleted(1));

    [Fact]
    public void Nobody_reacts_to_what_was_never_said() =>
        Given<Channel>(AdaSaidHello)
            .When(new AddReaction(General, 2, "👋"), by: Bob)
            .ThenRefused(new MessageNotFound(2));

    [Fact]
    public void Who_could_join_is_told_to() =>
        Given<Channel>(AdaSaidHello)
            .When(new AddReaction(General, 1, "👋"), by: Mallory)
            .ThenRefused(new NotAMember(General));

    [Fact]
    public void A_private_channel_is_not_there_for_strangers() =>
        Given<Channel>([.. CellarIsThere, new MessageSent(1, "Hello")])
            .When(new AddReaction(Cellar, 1, "👋"), by: Mallory)
            .ThenRefused(new ChannelNotFound(Cellar));

    [Fact]
    public void Nobody_reacts_in_an_archived_channel() =>
        Given<Channel>(GeneralIsArchived)
            .When(new AddReaction(General, 1, "👋"), by: Bob)
            .ThenRefused(new ChannelIsArchived(General));

    private static IEnumerable<Past> Kinds(int count) => Enumerable.Range(1, count).Select(static i => (Past)new ReactionAdded(1, $":kind-{i}:"));
}
