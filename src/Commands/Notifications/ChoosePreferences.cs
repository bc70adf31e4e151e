using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Events;
using EventChat.Events.Notifications;
using EventChat.Events.Store;

namespace EventChat.Commands.Notifications;

/// <summary>What to be told of in a channel, a workspace, or everywhere. Where all is left out the place goes back to what the wider one says.</summary>
/// <param name="Keywords">Taken without blanks around them, and each once.</param>
public sealed record ChooseRules(
    UserId UserId, WorkspaceId? WorkspaceId = null, ChannelId? ChannelId = null, NotifyLevel? Level = null, bool? Muted = null,
    IReadOnlyList<string>? Keywords = null) : ICommand<Inbox.Inbox>
{
    public const int MaxKeywords = 50, LongestKeyword = 64;

    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox.Inbox inbox, CommandContext context)
    {
        if (Keywords?.Count > MaxKeywords || Keywords?.All(IsKeyword) == false) return new KeywordsInvalid();
        List<string> words = [.. (Keywords ?? []).Select(static w => w.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)];
        var rules = new NotificationRulesChanged(WorkspaceId, ChannelId, Level, Muted, words.Count > 0 ? words : null);

        var known = inbox.Preferences.Of(WorkspaceId, ChannelId);
        if (rules == known) return Decision.Nothing;
        return inbox.Preferences.Places >= Preferences.MaxPlaces && known == new NotificationRulesChanged(WorkspaceId, ChannelId) ? new TooManyRules() : rules;
    }

    private static bool IsKeyword(string? word) =>
        word is not null && word.Trim() is { Length: > 0 and <= LongestKeyword } trimmed && !trimmed.Any(char.IsControl) && VisibleText.IsIn(trimmed) && !HasHalf(trimmed);

    private static bool HasHalf(string word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (!char.IsSurrogate(word[i])) continue;
            if (i + 1 >= word.Length || !char.IsSurrogatePair(word[i], word[i + 1])) return true;
            i++;
        }

        return false;
    }
}

/// <summary>How to be reached while not looking.</summary>
/// <param name="DigestMinutes">Null for no e-mail.</param>
public sealed record ChooseDelivery(UserId UserId, TimeOnly? QuietFrom, TimeOnly? QuietTo, int? DigestMinutes, bool PushesText) : ICommand<Inbox.Inbox>
{
    public const int ShortestDigest = 5, LongestDigest = 7 * 24 * 60;

    public StreamName Stream => StreamName.ForInbox(UserId);

    public Decision Decide(Inbox.Inbox inbox, CommandContext context)
    {
        if (QuietFrom is null != QuietTo is null || (QuietFrom is not null && QuietFrom == QuietTo)) return new QuietHoursInvalid();
        if (DigestMinutes is < ShortestDigest or > LongestDigest) return new DigestOutOfRange();

        var delivery = new NotificationDeliveryChanged(QuietFrom, QuietTo, DigestMinutes, PushesText);
        return delivery == inbox.Preferences.Delivery ? Decision.Nothing : delivery;
    }
}

public sealed record KeywordsInvalid() : Refusal.Invalid(
    "preferences.keywords-invalid",
    $"'keywords' are at most {ChooseRules.MaxKeywords}, each of 1 to {ChooseRules.LongestKeyword} characters with something to see and no control characters.", "keywords");

public sealed record TooManyRules() : Refusal.Conflict(
    "preferences.too-many", $"You have chosen rules for {Preferences.MaxPlaces} places; put some back to what the workspace says first.");

public sealed record QuietHoursInvalid() : Refusal.Invalid(
    "preferences.quiet-hours-invalid", "Hours without disturbance have a beginning and another end, each a time of day like 22:00.", "doNotDisturb");

public sealed record DigestOutOfRange() : Refusal.Invalid(
    "preferences.digest-out-of-range", $"E-mails are {ChooseDelivery.ShortestDigest} to {ChooseDelivery.LongestDigest} minutes apart.", "emailDigest");
