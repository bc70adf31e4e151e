using Polly.CircuitBreaker;

namespace EventChat.Adapters.Jobs;

/// <summary>How long work waits after an attempt that failed: twice as long each time, up to a minute, and not all at the same moment.</summary>
internal static class Pauses
{
    private const double Longest = 60, Least = 0.5;
    private const int MaxDoublings = 16;

    /// <param name="attempts">So many have failed.</param>
    public static TimeSpan After(int attempts, double firstSeconds, Exception error)
    {
        var seconds = Math.Min(Longest, firstSeconds * Math.Pow(2, Math.Min(attempts - 1, MaxDoublings))) * (Least + Random.Shared.NextDouble() * Least);
        var pause = TimeSpan.FromSeconds(seconds);
        return error is BrokenCircuitException { RetryAfter: { } rest } && rest > pause ? rest + pause : pause;
    }
}
