using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Users;

/// <summary>A password is never part of an event; its hash is kept beside the log.</summary>
/// <param name="Email">Empty for a bot.</param>
/// <param name="Bot">Absent for people.</param>
public sealed record UserRegistered(string Username, string DisplayName, string Email, BotOf? Bot = null) : DomainEvent;

/// <summary>The app or the hook that an account is the bot of, and where it was made. Nobody signs in to such an account.</summary>
/// <param name="AppId">Absent for the bot of a hook.</param>
/// <param name="HookId">Absent for the bot of an app.</param>
public sealed record BotOf(WorkspaceId WorkspaceId, AppId? AppId = null, HookId? HookId = null);

/// <summary>What is null stays as it is; what is empty is taken away.</summary>
/// <param name="TimeZone">An IANA name such as <c>Europe/London</c>.</param>
public sealed record ProfileChanged(string? DisplayName = null, string? AvatarUrl = null, string? TimeZone = null) : DomainEvent;

/// <param name="Until">When it ends by itself; null for never. An empty text and emoji take it away.</param>
public sealed record StatusChanged(string Text, string Emoji, DateTimeOffset? Until = null) : DomainEvent;

public sealed record PasswordChanged : DomainEvent;

/// <param name="Device">As the client names itself (User-Agent), cut to 200 characters.</param>
/// <param name="Address">Where the request came from.</param>
public sealed record SessionOpened(SessionId SessionId, string Device, string Address) : DomainEvent;

public sealed record SessionEnded(SessionId SessionId, SessionEnd Reason) : DomainEvent;

/// <summary>Nobody can sign in to the account again.</summary>
public sealed record UserDeactivated : DomainEvent;

[JsonConverter(typeof(WordJson<SessionEnd>))]
public enum SessionEnd
{
    [JsonStringEnumMemberName("signed-out")] SignedOut,
    [JsonStringEnumMemberName("revoked")] Revoked,
    [JsonStringEnumMemberName("password-changed")] PasswordChanged,

    /// <summary>A refresh token came twice: somebody has a copy.</summary>
    [JsonStringEnumMemberName("token-reused")] TokenReused,

    /// <summary>There were too many; the oldest went.</summary>
    [JsonStringEnumMemberName("superseded")] Superseded,
    [JsonStringEnumMemberName("expired")] Expired,
    [JsonStringEnumMemberName("deactivated")] Deactivated,
}

public static class UserEventTypes
{
    public static EventTypes AddUserEvents(this EventTypes types) => types
        .Add("user.registered", UserEventJson.Default.UserRegistered)
        .Add("user.profile-changed", UserEventJson.Default.ProfileChanged)
        .Add("user.status-changed", UserEventJson.Default.StatusChanged)
        .Add("user.password-changed", UserEventJson.Default.PasswordChanged)
        .Add("user.session-opened", UserEventJson.Default.SessionOpened)
        .Add("user.session-ended", UserEventJson.Default.SessionEnded)
        .Add("user.deactivated", UserEventJson.Default.UserDeactivated);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(UserRegistered))]
[JsonSerializable(typeof(ProfileChanged))]
[JsonSerializable(typeof(StatusChanged))]
[JsonSerializable(typeof(PasswordChanged))]
[JsonSerializable(typeof(SessionOpened))]
[JsonSerializable(typeof(SessionEnded))]
[JsonSerializable(typeof(UserDeactivated))]
internal sealed partial class UserEventJson : JsonSerializerContext;
