namespace EventChat.Adapters.RateLimits;

/// <summary>
/// How often something may happen within a window that slides: each time it happened counts until it is a window old, and what was refused does not count.
/// </summary>
public interface IRateBudgets
{
    /// <summary>Takes one from the budget of this key, if there is one left.</summary>
    /// <param name="key">Never an e-mail address or a secret: it may leave the process.</param>
    /// <param name="limit">How many a window takes; another limit for the same key looks at the same past.</param>
    ValueTask<Spent> Spend(string key, int limit, TimeSpan window, CancellationToken ct);
}

/// <param name="Remaining">How many could follow at once.</param>
/// <param name="Reset">When the oldest stops counting, so that there is one more than now.</param>
public readonly record struct Spent(bool Allowed, int Remaining, TimeSpan Reset);
