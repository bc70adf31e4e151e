using EventChat.Commands.Notifications;
using EventChat.Events.Notifications;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;
using AnInbox = EventChat.Commands.Inbox.Inbox;

namespace EventChat.Specs.Notifications;

public class ChoosePreferencesSpecs
{
    private static readonly NotificationRulesChanged Muted = new(Home, General, NotifyLevel.Nothing, Muted: true);

    [Fact]
    public void A_person_chooses_for_a_channel() =>
        Given<AnInbox>()
            .When(new ChooseRules(Ada, Home, General, NotifyLevel.Nothing, Muted: true), by: Ada)
            .Then(Muted);

    [Fact]
    public void The_same_choice_changes_nothing() =>
        Given<AnInbox>(Muted)
            .When(new ChooseRules(Ada, Home, General, NotifyLevel.Nothing, Muted: true), by: Ada)
            .ThenNothing();

    [Fact]
    public void A_choice_takes_the_place_of_the_one_before() =>
        Given<AnInbox>(Muted)
            .When(new ChooseRules(Ada, Home, General, Keywords: ["tea"]), by: Ada)
            .Then(new NotificationRulesChanged(Home, General, Keywords: ["tea"]));

    [Fact]
    public void Nothing_chosen_where_nothing_was_changes_nothing() =>
        Given<AnInbox>(Muted, new NotificationRulesChanged(Home, General))
            .When(new ChooseRules(Ada, Home, General), by: Ada)
            .ThenNothing();

    [Fact]
    public void A_channel_goes_back_to_what_its_workspace_says() =>
        Given<AnInbox>(Muted)
            .When(new ChooseRules(Ada, Home, General), by: Ada)
            .Then(new NotificationRulesChanged(Home, General));

    [Fact]
    public void Each_place_has_rules_of_its_own() =>
        Given<AnInbox>(Muted)
            .When(new ChooseRules(Ada, Home, Level: NotifyLevel.Nothing, Muted: true), by: Ada)
            .Then(new NotificationRulesChanged(Home, Level: NotifyLevel.Nothing, Muted: true));

    [Fact]
    public void Keywords_are_taken_without_blanks_and_once() =>
        Given<AnInbox>()
            .When(new ChooseRules(Ada, Keywords: [" tea ", "Tea", "earl grey", "漢字"]), by: Ada)
            .Then(new NotificationRulesChanged(Keywords: ["tea", "earl grey", "漢字"]));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    [InlineData("\u200b\u200d")]
    [InlineData(null)]
    public void What_shows_nothing_is_no_keyword(string? word) =>
        Given<AnInbox>()
            .When(new ChooseRules(Ada, Keywords: ["tea", word!]), by: Ada)
            .ThenRefused(new KeywordsInvalid());

    [Fact]
    public void Half_a_character_is_no_keyword() => What_shows_nothing_is_no_keyword("tea\ud83d");

    [Theory]
    [InlineData(50, 64, true)]
    [InlineData(51, 1, false)]
    [InlineData(1, 65, false)]
    public void Keywords_are_few_and_short(int count, int length, bool taken)
    {
        var words = Enumerable.Range(0, count).Select(i => $"{i}".PadLeft(length, 'x')[^length..]).ToList();
        if (count > 50) words = [.. words.Select(static (_, i) => $"{i}")];
        var outcome = Given<AnInbox>().When(new ChooseRules(Ada, Keywords: words), by: Ada);

        if (taken) outcome.Then(new NotificationRulesChanged(Keywords: words));
        else outcome.ThenRefused(new KeywordsInvalid());
    }

    [Fact]
    public void Nobody_has_rules_without_end()
    {
        var full = Given<AnInbox>([.. Enumerable.Range(0, Preferences.MaxPlaces).Select(static _ => (Past)new NotificationRulesChanged(Home, AnyChannel(), Muted: true))]);

        full.When(new ChooseRules(Ada, Home, General, Muted: true), by: Ada).ThenRefused(new TooManyRules());
        full.When(new ChooseRules(Ada, full.State.Preferences.All[0].WorkspaceId, full.State.Preferences.All[0].ChannelId), by: Ada)
            .Then(full.State.Preferences.All[0] with { Muted = null });
    }

    [Fact]
    public void A_person_chooses_how_to_be_reached() =>
        Given<AnInbox>()
            .When(new ChooseDelivery(Ada, new(22, 0), new(7, 30), DigestMinutes: null, PushesText: false), by: Ada)
            .Then(new NotificationDeliveryChanged(new(22, 0), new(7, 30), null, false));

    [Fact]
    public void What_holds_from_the_beginning_changes_nothing() =>
        Given<AnInbox>()
            .When(new ChooseDelivery(Ada, null, null, DigestMinutes: 60, PushesText: true), by: Ada)
            .ThenNothing();

    [Theory]
    [InlineData(22, null)]
    [InlineData(null, 7)]
    [InlineData(7, 7)]
    public void Quiet_hours_have_a_beginning_and_another_end(int? from, int? to) =>
        Given<AnInbox>()
            .When(new ChooseDelivery(Ada, from is { } f ? new(f, 0) : null, to is { } t ? new(t, 0) : null, 60, true), by: Ada)
            .ThenRefused(new QuietHoursInvalid());

    [Theory]
    [InlineData(4)]
    [InlineData(-1)]
    [InlineData(10_081)]
    public void Mails_are_neither_many_nor_late(int minutes) =>
        Given<AnInbox>()
            .When(new ChooseDelivery(Ada, null, null, minutes, true), by: Ada)
            .ThenRefused(new DigestOutOfRange());

    private static EventChat.Events.ChannelId AnyChannel() => EventChat.Events.ChannelId.New();
}
