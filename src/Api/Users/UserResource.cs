using EventChat.Commands.Users;
using EventChat.Events;

namespace EventChat.Api.Users;

/// <param name="Email">Only for oneself.</param>
/// <param name="TimeZone">An IANA name.</param>
/// <param name="Status">Null where there is none, or it is over.</param>
/// <param name="Deactivated">True for an account that was closed.</param>
/// <param name="Kind"><c>user</c> for people, <c>bot</c> for the bot of an app.</param>
public sealed record UserResource(
    UserId Id, string Username, string DisplayName, string? Email, string? AvatarUrl = null, string? TimeZone = null, StatusResource? Status = null,
    bool? Deactivated = null, string Kind = UserResource.Person)
{
    public const string Person = "user", Bot = "bot";

    internal static UserResource Of(UserId id, User user, bool withEmail, DateTimeOffset now) => new(
        id, user.Username, user.DisplayName, withEmail ? NullIfEmpty(user.Email) : null, NullIfEmpty(user.AvatarUrl), NullIfEmpty(user.TimeZone),
        user.Status is { Text: "", Emoji: "" } || user.Status.Until <= now ? null : new(user.Status.Text, user.Status.Emoji, user.Status.Until),
        user.IsDeactivated ? true : null, user.Bot is null ? Person : Bot);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}

public sealed record StatusResource(string Text, string Emoji, DateTimeOffset? Until);
