using EventChat.Commands.Groups;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Messages;

public sealed class MessageEntitiesSpecs : IAsyncLifetime
{
    private Mentioning home = null!;

    public async Task InitializeAsync() => home = await Mentioning.Begin();

    public Task DisposeAsync()
    {
        home.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_mention_says_who_and_where_in_utf16_units()
    {
        var found = await home.Find("👋 @charles and #general, see https://example.org");

        Assert.Equal(
            [
                new TextEntity(EntityKind.User, 3, 8, UserId: home["charles"]), new(EntityKind.Channel, 16, 8, ChannelId: General),
                new(EntityKind.Link, 30, 19),
            ],
            found!);
        Assert.Equal([home["charles"]], found!.Users);
    }

    [Theory]
    [InlineData("@ada", "User:@ada")]
    [InlineData("@ADA!", "User:@ADA")]
    [InlineData("@ada.", "User:@ada")]
    [InlineData("@ada...", "User:@ada")]
    [InlineData("@ada's idea", "User:@ada")]
    [InlineData("(@ada)", "User:@ada")]
    [InlineData("_@ada_ **@ada** ~~@ada~~", "User:@ada User:@ada User:@ada")]
    [InlineData(".@ada cc:@ada", "User:@ada User:@ada")]
    [InlineData("@ada/@charles", "User:@ada User:@charles")]
    [InlineData("你好@ada你好", "User:@ada")]
    [InlineData("@ada👍", "User:@ada")]
    [InlineData("@charles-two and @charles-", "User:@charles-two User:@charles")]
    [InlineData("@channel @all @Everyone @here", "Everyone:@channel Everyone:@all Everyone:@Everyone Here:@here")]
    [InlineData("[@ada](https://example.org/@charles)", "User:@ada Link:https://example.org/@charles")]
    [InlineData("<https://example.org/?q=@ada>", "Link:https://example.org/?q=@ada")]
    [InlineData("(https://example.org/a_(b)).", "Link:https://example.org/a_(b)")]
    [InlineData("> quoted @charles\n@ada what do you say?", "User:@ada")]
    [InlineData("- @ada\n- > @charles\n- @ada", "User:@ada User:@ada")]
    [InlineData("#general: #GENERAL.", "Channel:#general Channel:#GENERAL")]
    [InlineData("+------------------------------------------------------------+\n@ada", "User:@ada")]
    public async Task What_is_written_is_found(string text, string entities) => Assert.Equal(entities, await home.Read(text));

    [Theory]
    [InlineData("@mallory @eve @dora @nobody @a @")]
    [InlineData("ada@example.org bob+x@ada @ada@example.org")]
    [InlineData("@charles-three @adam @ada-lovelace @adaé @ada\u0301 @adа")]
    [InlineData(@"\@ada me@ada é@ada ##general C#general &#general /#general")]
    [InlineData("example.org/@ada www.example.org/@ada ftp://example.org/@ada mailto:x@ada")]
    [InlineData("`@ada` ``@ada ` #general``")]
    [InlineData("```\n@ada\n```")]
    [InlineData("```\n@ada https://example.org\n\n@charles")]
    [InlineData("~~~sh\n@ada\n~~~")]
    [InlineData("    @ada")]
    [InlineData("\t@ada")]
    [InlineData("> @ada")]
    [InlineData("> > @ada\n> @here")]
    [InlineData("1. > @ada\n   > @channel")]
    [InlineData("> ```\n> @ada\n\n> #general")]
    [InlineData("[x](y \"@ada\")")]
    [InlineData("[x]: https://example.org/ \"@ada\"")]
    [InlineData("#nowhere #1 # #-")]
    public async Task What_is_no_mention_stays_plain_text(string text) => Assert.Equal("", await home.Read(text));

    [Theory]
    [InlineData("@a\u200bda @\u200bada @\u202eada @ad\u2060a @ada\u200dm @ada\u202elo @ad\U000E0061a ada\u200b@ada", "")]
    [InlineData("\u200b@ada\u200b \u202e@ada\u202c \u2066@ada\u2069", "User:@ada User:@ada User:@ada")]
    public async Task Invisible_characters_neither_fake_nor_hide_a_mention(string text, string entities) => Assert.Equal(entities, await home.Read(text));

    [Fact]
    public async Task A_guest_reaches_people_but_not_everybody_and_not_channels_it_was_not_added_to()
    {
        await home.Make(Cellar, "kitchen", ChannelKind.Public);

        Assert.Equal("User:@ada Channel:#general", await home.Read("@ada @channel @here #general #kitchen", Bob));
        Assert.Equal("Channel:#kitchen", await home.Read("#kitchen", Ada));
    }

    [Fact]
    public async Task A_group_is_meant_before_a_person_of_its_name_and_never_by_a_guest()
    {
        await home.Commands.Handle(new CreateGroup(Home, Crew, "crew", "The crew"), As(Ada));
        await home.Register("crew", UserId.New());
        await home.Hire("crew");

        Assert.Equal([new TextEntity(EntityKind.Group, 0, 5, GroupId: Crew)], (await home.Find("@Crew."))!);
        Assert.Equal("", await home.Read("@crew", Bob));
        await home.Commands.Handle(new DeleteGroup(Home, Crew), As(Ada));
        Assert.Equal("User:@crew", await home.Read("@crew"));
    }

    [Fact]
    public async Task A_private_channel_is_named_only_within_itself()
    {
        await home.Make(Cellar, "cellar", ChannelKind.Private);

        Assert.Equal("", await home.Read("#cellar"));
        Assert.Equal("Channel:#cellar", await home.Read("#cellar", channel: Cellar));
    }

    [Fact]
    public async Task Who_may_not_write_here_learns_nothing() =>
        Assert.Equal("Link:https://example.org", await home.Read("@ada #general @channel https://example.org", home["charles"]));

    [Fact]
    public async Task Mentions_mean_what_they_mean_now()
    {
        Assert.Equal("", await home.Read("@grace"));
        await home.Register("grace", UserId.New());
        Assert.Equal("", await home.Read("@grace"));
        await home.Hire("grace");
        Assert.Equal("User:@grace", await home.Read("@grace"));
    }

    [Fact]
    public async Task One_person_is_mentioned_a_thousand_times()
    {
        var found = await home.Find(string.Concat(Enumerable.Repeat("@ada ", 1000)));

        Assert.Equal(1000, found!.Count);
        Assert.Equal([Ada], found.Users);
        Assert.Null(MessageText.Refuses(found));
    }

    [Fact]
    public async Task What_comes_after_the_most_that_is_looked_up_stays_plain_text()
    {
        var names = string.Concat(Enumerable.Range(0, MessageEntities.MaxNames).Select(static n => $"@nobody{n} "));

        Assert.Equal("", await home.Read(names + "@ada"));
        Assert.Equal("User:@ada", await home.Read("@ada " + names));
        Assert.Equal(MessageEntities.MaxEntities, (await home.Find(string.Concat(Enumerable.Repeat("@ada ", 3000))))!.Count);
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_not_even_read() =>
        Assert.Null(await home.Find("@ada" + new string(' ', MessageText.MaxLength)));
}
