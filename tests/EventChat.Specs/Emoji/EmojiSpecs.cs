using EventChat.Commands.Channels;
using EventChat.Commands.Emoji;
using EventChat.Commands.Messages;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Emoji;
using EventChat.Events.Workspaces;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Emoji;

public class EmojiSpecs
{
    private const string Url = "https://example.org/parrot.gif";
    private static readonly EmojiAdded Parrot = new("party_parrot", Url);

    [Theory]
    [InlineData("party_parrot")]
    [InlineData("z")]
    [InlineData("+1-more_2")]
    public void A_member_brings_an_emoji(string name) => Home(WorkspaceRole.Member).When(new AddEmoji(Cast.Home, name, Url), by: Bob).Then(new EmojiAdded(name, Url));

    [Fact]
    public void The_same_again_gives_the_first_answer_and_somebody_elses_name_is_taken()
    {
        Home(WorkspaceRole.Member, Parrot).When(new AddEmoji(Cast.Home, "party_parrot", Url), by: Ada).ThenRepeats(6);
        Home(WorkspaceRole.Member, Parrot).When(new AddEmoji(Cast.Home, "party_parrot", Url), by: Bob).ThenRefused(new EmojiNameTaken("party_parrot"));
        Home(WorkspaceRole.Member, Parrot, new EmojiRemoved("party_parrot")).When(new AddEmoji(Cast.Home, "party_parrot", Url), by: Bob).Then(Parrot);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Parrot")]
    [InlineData("two words")]
    [InlineData("a:b")]
    [InlineData("\u200b")]
    [InlineData("é")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public void A_name_that_cannot_be_written_is_refused(string name) => Home(WorkspaceRole.Member).When(new AddEmoji(Cast.Home, name, Url), by: Bob).ThenRefused(new EmojiNameInvalid());

    [Theory]
    [InlineData("tada")]
    [InlineData("+1")]
    [InlineData("thumbs_up")]
    public void A_name_that_all_the_world_uses_stays_what_it_is(string name)
    {
        Home(WorkspaceRole.Member).When(new AddEmoji(Cast.Home, name, Url), by: Bob).ThenRefused(new EmojiNameIsStandard(name));
        Home(WorkspaceRole.Member, new EmojiAdded(name, Url)).When(new RemoveEmoji(Cast.Home, name), by: Ada).Then(new EmojiRemoved(name));
    }

    [Fact]
    public void A_workspace_has_six_thousand() =>
        Home(WorkspaceRole.Member, [.. Enumerable.Range(0, CustomEmoji.MaxEmoji).Select(static n => new EmojiAdded($"e{n}", Url))])
            .When(new AddEmoji(Cast.Home, "party_parrot", Url), by: Bob).ThenRefused(new TooManyEmoji());

    [Fact]
    public void Who_brought_it_and_admins_remove_it()
    {
        Home(WorkspaceRole.Member, Parrot).When(new RemoveEmoji(Cast.Home, "party_parrot"), by: Ada).Then(new EmojiRemoved("party_parrot"));
        Home(WorkspaceRole.Admin, Parrot).When(new RemoveEmoji(Cast.Home, "party_parrot"), by: Bob).Then(new EmojiRemoved("party_parrot"));
        Home(WorkspaceRole.Member, Parrot).When(new RemoveEmoji(Cast.Home, "party_parrot"), by: Bob).ThenRefused(new AdminsOnly("remove the emoji of others"));
        Home(WorkspaceRole.Member).When(new RemoveEmoji(Cast.Home, "party_parrot"), by: Bob).ThenNothing();
    }

    [Fact]
    public void Guests_bring_none_and_strangers_learn_nothing()
    {
        Home(WorkspaceRole.Guest).When(new AddEmoji(Cast.Home, "party_parrot", Url), by: Bob).ThenRefused(new GuestsMayNot("add emoji"));
        Home(WorkspaceRole.Member, Parrot).When(new AddEmoji(Cast.Home, "party_parrot", Url), by: Mallory).ThenRefused(new WorkspaceNotFound(Cast.Home));
        Home(WorkspaceRole.Member, Parrot).When(new RemoveEmoji(Cast.Home, "party_parrot"), by: Mallory).ThenRefused(new WorkspaceNotFound(Cast.Home));
    }

    [Fact]
    public void A_reaction_names_an_emoji_that_there_is()
    {
        Given<Channel>(AdaSaidHello).When(new AddReaction(General, 1, ":party_parrot:", IsKnown: true), by: Bob).Then(new ReactionAdded(1, ":party_parrot:", Ada));
        Given<Channel>(AdaSaidHello).When(new AddReaction(General, 1, ":party_parrot:", IsKnown: false), by: Bob).ThenRefused(new EmojiUnknown(":party_parrot:"));
    }

    [Theory]
    [InlineData(":party_parrot:", "party_parrot")]
    [InlineData("party_parrot", "party_parrot")]
    [InlineData(":party_parrot::skin-tone-2:", "party_parrot")]
    [InlineData("kind-7", "kind-7")]
    [InlineData(":tada:", null)]
    [InlineData("tada", null)]
    [InlineData("+1", null)]
    [InlineData("thumbs_up", null)]
    [InlineData("thumbsup::skin-tone-6", null)]
    [InlineData("👋", null)]
    [InlineData("not a name", null)]
    public void A_name_that_not_all_the_world_uses_is_asked_for_with_colons_or_without(string emoji, string? name) => Assert.Equal(name, ReactionEmoji.CustomName(emoji));

    private static Given<Workspace> Home(WorkspaceRole role, params DomainEvent[] then) => Given<Workspace>(HomeWithBob(role, then));
}
