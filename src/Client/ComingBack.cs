using Microsoft.AspNetCore.SignalR.Client;

namespace EventChat.Client;

/// <summary>First after what the server said, so that those whom a dying node loses come back spread over time; then more and more slowly, for ever.</summary>
internal sealed class ComingBack : IRetryPolicy
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>As the server's last answer drew it for this client.</summary>
    public TimeSpan First { get; set; }

    public TimeSpan? NextRetryDelay(RetryContext retryContext)
    {
        if (retryContext.PreviousRetryCount == 0) return First;
        var most = Math.Min(Longest.TotalSeconds, 0.25 * Math.Pow(2, Math.Min(retryContext.PreviousRetryCount, 10)));
        return TimeSpan.FromSeconds(most * (0.5 + Random.Shared.NextDouble() / 2));
    }
}
