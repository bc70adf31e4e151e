namespace EventChat.Events.Subscriptions;

/// <summary>
/// The facts that apps are told of, and the scope that each needs. What is not listed stays inside: facts of accounts, inboxes, invites and tokens, and every fact that is new
/// until somebody thinks of it.
/// </summary>
public static class TellableEvents
{
    private const string Messages = "messages:read", Channels = "channels:read", People = "users:read";

    /// <summary>By public name.</summary>
    public static IReadOnlyDictionary<string, string> Scopes { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["message.sent"] = Messages, ["message.edited"] = Messages, ["message.deleted"] = Messages, ["message.preview-added"] = Messages, ["message.words-erased"] = Messages,
        ["reaction.added"] = Messages, ["reaction.removed"] = Messages, ["pin.added"] = Messages, ["pin.removed"] = Messages,
        ["channel.created"] = Channels, ["channel.renamed"] = Channels, ["channel.topic-changed"] = Channels, ["channel.purpose-changed"] = Channels,
        ["channel.archived"] = Channels, ["channel.unarchived"] = Channels, ["channel.member-joined"] = Channels, ["channel.member-left"] = Channels,
        ["workspace.renamed"] = People, ["workspace.description-changed"] = People, ["workspace.icon-changed"] = People, ["workspace.language-changed"] = People,
        ["workspace.member-joined"] = People, ["workspace.member-removed"] = People, ["workspace.role-changed"] = People,
        ["group.created"] = People, ["group.changed"] = People, ["group.deleted"] = People, ["group.member-joined"] = People, ["group.member-left"] = People,
        ["emoji.added"] = Messages, ["emoji.removed"] = Messages,
    };

    private const string Family = ".*";

    /// <summary>Whether it names a fact, or a family of facts, that apps are told of.</summary>
    public static bool Knows(string pattern) => Scopes.Keys.Any(type => Means(pattern, type));

    public static bool Means(string pattern, string type) =>
        pattern == type || (pattern.EndsWith(Family, StringComparison.Ordinal) && type.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal));

    /// <summary>What the patterns come to; all where there are none.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<string> patterns) =>
        patterns.Count == 0 ? Scopes.Keys : Scopes.Keys.Where(type => patterns.Any(pattern => Means(pattern, type)));
}
