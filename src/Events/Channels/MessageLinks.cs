namespace EventChat.Events.Channels;

/// <summary>The links of a message that are worth a look.</summary>
public static class MessageLinks
{
    /// <summary>Of one message.</summary>
    public const int Most = 3;

    /// <summary>Longer ones are passed over.</summary>
    public const int MaxLength = 2_048;

    /// <summary>The first different ones, in the order in which they stand.</summary>
    public static IReadOnlyList<string> In(string text, TextEntities? entities) => entities is null
        ? []
        : [.. entities.Where(e => e.Kind == EntityKind.Link && e.Length <= MaxLength && e.Offset + e.Length <= text.Length)
            .Select(e => text.Substring(e.Offset, e.Length)).Distinct(StringComparer.Ordinal).Take(Most)];
}
