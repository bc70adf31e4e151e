namespace EventChat.Bench.Client;

/// <summary>Those who listen in a channel, connected until disposed.</summary>
internal interface IAudience : IAsyncDisposable
{
    /// <summary>How often somebody was told that pushes were dropped.</summary>
    long Resets { get; }

    /// <summary>Whether all were told the same messages in the same order.</summary>
    bool SameOrder { get; }
}
