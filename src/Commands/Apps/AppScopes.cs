namespace EventChat.Commands.Apps;

/// <summary>What a token of an app may do, of what its bot may do as a member. No scope makes a bot more than that.</summary>
public static class AppScopes
{
    public const string ChannelsRead = "channels:read", ChannelsWrite = "channels:write", MessagesRead = "messages:read", MessagesWrite = "messages:write",
        ReactionsWrite = "reactions:write", SearchRead = "search:read", SubscriptionsWrite = "subscriptions:write", UsersRead = "users:read";

    public static readonly IReadOnlyList<string> All = [ChannelsRead, ChannelsWrite, MessagesRead, MessagesWrite, ReactionsWrite, SearchRead, SubscriptionsWrite, UsersRead];

    /// <returns>The first that there is not; null where all are known.</returns>
    internal static string? Unknown(IEnumerable<string?> scopes) => Beyond(scopes, All);

    /// <returns>The first that is not among those allowed; null where all are.</returns>
    internal static string? Beyond(IEnumerable<string?> scopes, IReadOnlyList<string> allowed) =>
        scopes.Where(s => s is null || !allowed.Contains(s)).Select(static s => s ?? "null").FirstOrDefault();

    /// <summary>Each once, in their own order.</summary>
    internal static IReadOnlyList<string> Ordered(IReadOnlyList<string> scopes) => [.. scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
