using EventChat.Commands.Handling;
using EventChat.Events;

namespace EventChat.Api.Http;

/// <summary>
/// The <c>Idempotency-Key</c> of a creation makes the id of what is created: a repeat meets the stream that the first one made, on every node,
/// for ever.
/// </summary>
internal static class Idempotency
{
    public const string Header = "Idempotency-Key";
    public const int MaxLength = 200;

    /// <returns>Null where the caller gave none.</returns>
    public static string? Key(HttpContext http) => http.Request.Headers.TryGetValue(Header, out var key) ? key.ToString() : null;

    public static Refusal? Refuses(string? key) => key is not null && (key.Length is 0 or > MaxLength || key.Any(char.IsControl)) ? new IdempotencyKeyInvalid() : null;

    public static Problem TwoKeys() => new(
        StatusCodes.Status400BadRequest, "idempotency.two-keys", $"'clientMessageId' and the header {Header} name two keys; send one of them, or the same twice.");

    /// <param name="scope">The resource that the creation is part of.</param>
    public static TId IdFor<TId>(string? key, char prefix, UserId caller, string scope, Func<TId> anew) where TId : struct, IId<TId> =>
        key is null ? anew() : Id.Derive<TId>(prefix, caller.ToString(), scope, key);
}

internal sealed record IdempotencyKeyInvalid() : Refusal.Invalid(
    "idempotency.invalid-key", $"An idempotency key has 1 to {Idempotency.MaxLength} characters, none of them control characters, and in a header all of them ASCII.", Idempotency.Header);
