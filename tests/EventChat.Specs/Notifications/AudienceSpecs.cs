using EventChat.Events.Notifications;
using EventChat.Projections.Notifications;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Notifications;

/// <summary>Who is told of a message that Ada wrote, and why.</summary>
public class AudienceSpecs
{
    private static readonly Said InChannel = new(Ada), InThread = new(Ada, IsReply: true), Direct = new(Ada, IsDirect: true);
    private static readonly Said ToAll = new(Ada, Everyone: true), ToActive = new(Ada, Here: true);
    private static EffectiveRules Default => new();
    private static readonly Listener Bystander = new(Bob, Default);

    public static TheoryData<string, NotifyReason?, Said, Listener> Table => new()
    {
        { "who is only there", null, InChannel, Bystander },
        { "who is named", NotifyReason.Mention, InChannel, Bystander with { IsNamed = true } },
        { "whose group is named", NotifyReason.Group, InChannel, Bystander with { InGroup = true } },
        { "everybody", NotifyReason.Everyone, ToAll, Bystander },
        { "who is active", NotifyReason.Here, ToActive, Bystander with { IsActive = true } },
        { "who is not active", null, ToActive, Bystander },
        { "who follows the thread", NotifyReason.ThreadReply, InThread, Bystander with { Follows = true } },
        { "whose word it has", NotifyReason.Keyword, InChannel, Bystander with { HasKeyword = true } },
        { "who wants all", NotifyReason.Message, InChannel, Bystander with { Rules = new(NotifyLevel.All) } },
        { "who wants all, and it is in a thread alone", null, InThread, Bystander with { Rules = new(NotifyLevel.All) } },
        { "who wants mentions, and gets none", null, InChannel, Bystander with { Rules = new(NotifyLevel.Mentions) } },
        { "who wants nothing, and is named", null, InChannel, Bystander with { Rules = new(NotifyLevel.Nothing), IsNamed = true } },
        { "who has muted it", null, ToAll, Bystander with { Rules = new(NotifyLevel.All, Muted: true), Follows = true, HasKeyword = true, InGroup = true } },
        { "who has muted it, and is named", NotifyReason.Mention, ToAll, Bystander with { Rules = new(Muted: true), IsNamed = true } },
        { "who is written to", NotifyReason.Direct, Direct, Bystander },
        { "who is written to, and wants nothing elsewhere", NotifyReason.Direct, Direct, Bystander with { Rules = new(NotifyLevel.Nothing) } },
        { "who is written to, and wants nothing there", null, Direct, Bystander with { Rules = new(NotifyLevel.Nothing, NotifyLevel.Nothing) } },
        { "who is written to where they want mentions, and gets none", null, Direct, Bystander with { Rules = new(NotifyLevel.Mentions, NotifyLevel.Mentions) } },
        { "who is written to, and has muted it", null, Direct, Bystander with { Rules = new(Muted: true) } },
        { "who is named and more", NotifyReason.Mention, ToAll, Bystander with { IsNamed = true, InGroup = true, Follows = true, HasKeyword = true } },
        { "who is not in the channel", null, ToAll, new(Bob, new(NotifyLevel.All), IsMember: false, IsNamed: true, InGroup: true, Follows: true, HasKeyword: true) },
        { "who wrote it", null, ToAll, new(Ada, new(NotifyLevel.All), IsNamed: true, InGroup: true, Follows: true, HasKeyword: true) },
    };

    [Theory, MemberData(nameof(Table))]
    public void A_message_is_told_to_whom_it_is_for(string whom, NotifyReason? expected, Said said, Listener listener)
    {
        Assert.NotEmpty(whom);
        Assert.Equal(expected, Audience.Why(said, listener));
    }

    [Fact]
    public void An_author_hears_of_reactions_but_not_of_their_own()
    {
        var ada = new Listener(Ada, Default);

        Assert.True(Audience.HearsReaction(Bob, ada, isDirect: false));
        Assert.False(Audience.HearsReaction(Ada, ada, isDirect: false));
        Assert.False(Audience.HearsReaction(Bob, ada with { IsMember = false }, isDirect: false));
        Assert.False(Audience.HearsReaction(Bob, ada with { Rules = new(Muted: true) }, isDirect: false));
        Assert.False(Audience.HearsReaction(Bob, ada with { Rules = new(NotifyLevel.Nothing) }, isDirect: false));
        Assert.True(Audience.HearsReaction(Bob, ada with { Rules = new(NotifyLevel.Nothing) }, isDirect: true));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void Somebody_is_active_for_five_minutes(int minutes, bool isActive) =>
        Assert.Equal(isActive, Audience.IsActive(Audience.MinuteOf(Noon), Noon.AddMinutes(minutes)));

    [Theory]
    [InlineData("Tea?", "tea", true)]
    [InlineData("steam", "tea", false)]
    [InlineData("team tea", "tea", true)]
    [InlineData("tea_time", "tea", false)]
    [InlineData("tea", "tea", true)]
    [InlineData("a (tea), please", "tea", true)]
    [InlineData("Earl Grey tea", "earl grey", true)]
    [InlineData("C++ is here", "c++", true)]
    [InlineData("飲茶時間", "茶", true)]
    [InlineData("", "tea", false)]
    [InlineData("in the cafe\u0301", "caf\u00e9", true)]
    [InlineData("in the caf\u00e9", "cafe\u0301", true)]
    public void A_keyword_is_a_word_of_its_own_in_any_case(string text, string word, bool heard) =>
        Assert.Equal(heard, new EffectiveRules(Keywords: ["nothing", word]).IsHeardIn(text));

    [Fact]
    public void The_channel_says_most_then_its_workspace_then_everywhere()
    {
        NotificationRulesChanged everywhere = new(Level: NotifyLevel.All, Keywords: ["tea"]), home = new(Home, Level: NotifyLevel.Nothing, Muted: true, Keywords: ["cake"]);
        NotificationRulesChanged own = new(Home, General, NotifyLevel.Mentions, Muted: false, ["cup"]);

        Assert.Equal((null, false), Of());
        Assert.Equal((NotifyLevel.All, false), Of(everywhere));
        Assert.Equal((NotifyLevel.Nothing, true), Of(everywhere, home));
        Assert.Equal((NotifyLevel.Mentions, false), Of(everywhere, home, own));
        Assert.Equal((NotifyLevel.All, false), Of(everywhere, own with { ChannelId = Cellar }));
        Assert.Equal(["tea", "cake", "cup"], EffectiveRules.Of([own, home, everywhere], Home, General).Keywords);
    }

    [Theory]
    [InlineData("22:00", "07:30", "Europe/London", "2030-01-01T22:00:00Z", true)]
    [InlineData("22:00", "07:30", "Europe/London", "2030-01-01T07:29:59Z", true)]
    [InlineData("22:00", "07:30", "Europe/London", "2030-01-01T07:30:00Z", false)]
    [InlineData("22:00", "07:30", "Europe/London", "2030-07-01T21:00:00Z", true)]
    [InlineData("22:00", "07:30", "Europe/London", "2030-07-01T06:30:00Z", false)]
    [InlineData("09:00", "17:00", "Asia/Tokyo", "2030-01-01T00:00:00Z", true)]
    [InlineData("09:00", "17:00", null, "2030-01-01T08:59:59Z", false)]
    [InlineData("09:00", "17:00", "Middle/Earth", "2030-01-01T09:00:00Z", true)]
    [InlineData("02:15", "02:45", "Europe/Berlin", "2030-03-31T01:15:00Z", false)]
    [InlineData(null, null, null, "2030-01-01T00:00:00Z", false)]
    public void Quiet_hours_are_those_of_the_persons_own_clock(string? from, string? to, string? zone, string at, bool quiet) =>
        Assert.Equal(quiet, QuietHours.IsQuiet(Time(from), Time(to), zone, DateTimeOffset.Parse(at, null)));

    private static (NotifyLevel?, bool) Of(params NotificationRulesChanged[] rules)
    {
        var effective = EffectiveRules.Of(rules, Home, General);
        return (effective.Level, effective.Muted);
    }

    private static TimeOnly? Time(string? text) => text is null ? null : TimeOnly.Parse(text, null);
}
