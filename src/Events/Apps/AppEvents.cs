using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Apps;

/// <summary>A program acts in the workspace whose stream this is, as a member of its own; that its bot is in the workspace is a fact of its own.</summary>
/// <param name="Scopes">The most that any of its tokens may do.</param>
public sealed record AppCreated(AppId AppId, UserId BotUserId, string Name, IReadOnlyList<string> Scopes) : DomainEvent
{
    public bool Equals(AppCreated? other) => other is not null && AppId == other.AppId && BotUserId == other.BotUserId && Name == other.Name && Scopes.SequenceEqual(other.Scopes);

    public override int GetHashCode() => HashCode.Combine(AppId, Name);
}

/// <summary>None of its tokens counts any more.</summary>
public sealed record AppRemoved(AppId AppId) : DomainEvent;

/// <summary>The token itself is told to its maker once, and is nowhere in the log.</summary>
/// <param name="TokenHash">SHA-256 of the token, in lower-case hexadecimal digits.</param>
/// <param name="Scopes">What it may do, of what the app may.</param>
/// <param name="ExpiresAt">Absent where it counts until it is revoked.</param>
/// <param name="Replaces">The token whose place it takes; when that one ends is a fact of its own.</param>
public sealed record AppTokenIssued(
    AppId AppId, AppTokenId TokenId, string TokenHash, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt = null, AppTokenId? Replaces = null) : DomainEvent
{
    public bool Equals(AppTokenIssued? other) => other is not null && AppId == other.AppId && TokenId == other.TokenId && TokenHash == other.TokenHash
        && ExpiresAt == other.ExpiresAt && Replaces == other.Replaces && Scopes.SequenceEqual(other.Scopes);

    public override int GetHashCode() => HashCode.Combine(TokenId, TokenHash);
}

/// <summary>Another has taken its place.</summary>
/// <param name="EndsAt">Until then both count.</param>
public sealed record AppTokenReplaced(AppId AppId, AppTokenId TokenId, DateTimeOffset EndsAt) : DomainEvent;

public sealed record AppTokenRevoked(AppId AppId, AppTokenId TokenId) : DomainEvent;

public static class AppEventTypes
{
    public static EventTypes AddAppEvents(this EventTypes types) => types
        .Add("app.created", AppEventJson.Default.AppCreated)
        .Add("app.removed", AppEventJson.Default.AppRemoved)
        .Add("app.token-issued", AppEventJson.Default.AppTokenIssued)
        .Add("app.token-replaced", AppEventJson.Default.AppTokenReplaced)
        .Add("app.token-revoked", AppEventJson.Default.AppTokenRevoked);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AppCreated))]
[JsonSerializable(typeof(AppRemoved))]
[JsonSerializable(typeof(AppTokenIssued))]
[JsonSerializable(typeof(AppTokenReplaced))]
[JsonSerializable(typeof(AppTokenRevoked))]
internal sealed partial class AppEventJson : JsonSerializerContext;
