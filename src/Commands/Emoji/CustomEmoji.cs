using System.Text.RegularExpressions;
using EventChat.Events;
using EventChat.Events.Emoji;

namespace EventChat.Commands.Emoji;

/// <summary>The emoji that a workspace has of its own, as part of its state: their names and who brought them.</summary>
public sealed partial class CustomEmoji
{
    /// <summary>Emoji of one workspace.</summary>
    public const int MaxEmoji = 6_000;

    /// <summary>With its colons, a name is no longer than a reaction may be.</summary>
    public const int MaxName = 62;

    private readonly Dictionary<string, (UserId By, long Version)> byName = [];

    public int Count => byName.Count;
    public long Bytes => byName.Count * 160L;

    public bool Has(string name) => byName.ContainsKey(name);

    /// <summary>Null where there is none.</summary>
    public (UserId By, long Version)? Find(string name) => byName.TryGetValue(name, out var emoji) ? emoji : null;

    public static bool IsName(string name) => name.Length <= MaxName && Name().IsMatch(name);

    public void Apply(DomainEvent @event, UserId actor, long version)
    {
        switch (@event)
        {
            case EmojiAdded e: byName[e.Name] = (actor, version); break;
            case EmojiRemoved e: byName.Remove(e.Name); break;
        }
    }

    [GeneratedRegex(@"\A[a-z0-9_+-]+\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}
