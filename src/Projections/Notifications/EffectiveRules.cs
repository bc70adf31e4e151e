using EventChat.Events;
using EventChat.Events.Notifications;

namespace EventChat.Projections.Notifications;

/// <summary>What a person has chosen, as it comes out in one channel: the channel says most, then its workspace, then everywhere.</summary>
/// <param name="Level">Null where nothing was chosen anywhere.</param>
/// <param name="OwnLevel">What was chosen for the channel itself.</param>
/// <param name="Keywords">Of all three places.</param>
public readonly record struct EffectiveRules(NotifyLevel? Level = null, NotifyLevel? OwnLevel = null, bool Muted = false, IReadOnlyList<string>? Keywords = null)
{
    /// <summary>Whether messages that do not name or answer the person may be for them.</summary>
    public bool Hears => Level == NotifyLevel.All || Keywords?.Count > 0;

    public static EffectiveRules Of(IReadOnlyList<NotificationRulesChanged> chosen, WorkspaceId workspace, ChannelId channel)
    {
        NotificationRulesChanged? everywhere = null, home = null, own = null;
        foreach (var rules in chosen)
        {
            if (rules.ChannelId == channel) own = rules;
            else if (rules.ChannelId is null && rules.WorkspaceId == workspace) home = rules;
            else if (rules is { ChannelId: null, WorkspaceId: null }) everywhere = rules;
        }

        List<string> words = [.. everywhere?.Keywords ?? [], .. home?.Keywords ?? [], .. own?.Keywords ?? []];
        return new(own?.Level ?? home?.Level ?? everywhere?.Level, own?.Level, own?.Muted ?? home?.Muted ?? false, words.Count > 0 ? words : null);
    }

    /// <summary>A direct message is told of whatever holds elsewhere; only what was chosen for itself counts.</summary>
    public NotifyLevel LevelIn(bool isDirect) => isDirect ? OwnLevel ?? NotifyLevel.All : Level ?? NotifyLevel.Mentions;

    /// <summary>Whether one of the keywords stands in the text, in any case, as a word of its own.</summary>
    public bool IsHeardIn(string text)
    {
        if (Keywords is null) return false;
        text = NormalForm.Of(text);
        foreach (var word in Keywords)
            if (HasWord(text, NormalForm.Of(word))) return true;
        return false;
    }

    private static bool HasWord(ReadOnlySpan<char> text, ReadOnlySpan<char> word)
    {
        for (var from = 0; from < text.Length;)
        {
            var at = text[from..].IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at < 0) return false;
            at += from;
            var end = at + word.Length;
            if ((at == 0 || !Joins(text[at - 1], text[at])) && (end == text.Length || !Joins(text[end - 1], text[end]))) return true;
            from = at + 1;
        }

        return false;
    }

    /// <summary>Scripts that put no blanks between words have no word ends to look for.</summary>
    private static bool Joins(char left, char right) => IsOfWord(left) && IsOfWord(right) && left < '\u2e80' && right < '\u2e80';

    private static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
