namespace EventChat.Projections.Subscriptions;

/// <summary>How an address that does not take what it is sent is tried again.</summary>
/// <param name="First">Before the second attempt; each later pause is twice as long.</param>
/// <param name="Longest">Of the pauses.</param>
/// <param name="Patience">How long it is tried before the subscription pauses.</param>
/// <param name="KeepLog">How long deliveries are listed.</param>
public sealed record DeliveryPace(TimeSpan First, TimeSpan Longest, TimeSpan Patience, TimeSpan KeepLog)
{
    /// <summary>What an address asks for may be longer, up to this.</summary>
    private static readonly TimeSpan LongestAsked = TimeSpan.FromDays(1);

    /// <summary>Between half and all of the pause, drawn, so that those who failed together do not come back together.</summary>
    /// <param name="attempts">That have failed, at least 1.</param>
    public TimeSpan PauseAfter(int attempts, TimeSpan? asked)
    {
        var pause = Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(attempts - 1, 30))) * (0.5 + Random.Shared.NextDouble() / 2);
        return asked is { } wish && wish.TotalSeconds > pause ? (wish < LongestAsked ? wish : LongestAsked) : TimeSpan.FromSeconds(pause);
    }
}
