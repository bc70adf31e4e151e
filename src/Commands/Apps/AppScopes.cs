namespace EventChat.Commands.Apps;

/// <summary>What a token of an app may do, of what its bot may do as a member. No scope makes a bot more than that.</summary>
public static class AppScopes
{
    public const string ChannelsRead = "channels:read", ChannelsWrite = "channels:write", MessagesRead = "messages:read", MessagesWrite = "messages:write",
        ReactionsWrite = "reactions:write", SearchRead = "search:read", UsersRead = "users:read";

    public static readonly IReadOnlyList<string> All = [ChannelsRead, ChannelsWrite, MessagesRead, MessagesWrite, ReactionsWrite, SearchRead, UsersRead];

    /// <summary>Each once, in their own order.</summary>
    internal static IReadOnlyList<string> Ordered(IReadOnlyList<string> scopes) => [.. scopes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
