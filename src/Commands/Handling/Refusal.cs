namespace EventChat.Commands.Handling;

/// <summary>A rule said no. The nested category picks the status code at the edge.</summary>
/// <param name="Code">Stable, for programs: <c>channel.not-found</c>.</param>
/// <param name="Detail">A sentence that helps a person.</param>
public abstract record Refusal(string Code, string Detail)
{
    /// <summary>403: it is there and the caller may know, but not do this.</summary>
    public abstract record Forbidden(string Code, string Detail) : Refusal(Code, Detail);

    /// <summary>404: absent, or hidden from the caller.</summary>
    public abstract record NotFound(string Code, string Detail) : Refusal(Code, Detail);

    /// <summary>409: at odds with how things are.</summary>
    public abstract record Conflict(string Code, string Detail) : Refusal(Code, Detail);

    /// <summary>422: breaks a rule, in the field named where there is one.</summary>
    public abstract record Invalid(string Code, string Detail, string? Field = null) : Refusal(Code, Detail);

    /// <summary>503: not now; the same again after some seconds may do.</summary>
    public abstract record Unavailable(string Code, string Detail, int RetryAfterSeconds) : Refusal(Code, Detail);
}

public sealed record Overloaded() : Refusal.Unavailable("server.overloaded", "The server is busy; nothing was recorded. Try again shortly.", 1);

public sealed record LogUnavailable() : Refusal.Unavailable(
    "log.unavailable", "The log cannot be reached. Repeat the request with the same idempotency key to learn whether it was recorded.", 2);

public sealed record IdempotencyKeyReused() : Refusal.Invalid(
    "idempotency.key-reused", "This idempotency key was used with another body.", "Idempotency-Key");
