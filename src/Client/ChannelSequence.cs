namespace EventChat.Client;

/// <summary>
/// Puts the events of one channel in order, whichever way they come: pushed, resumed, read, twice. What is ahead of a gap waits until the gap is filled. Not for several threads at once.
/// </summary>
/// <param name="version">Of the last event that is known already.</param>
public sealed class ChannelSequence(long version)
{
    private readonly SortedDictionary<long, ChatEvent> ahead = [];

    /// <summary>Of the last event that was taken: all up to it were.</summary>
    public long Version { get; private set; } = version;

    /// <summary>Of the event of that version, as it was told; null before the first.</summary>
    public DateTimeOffset? At { get; private set; }

    /// <summary>Whether something later came, so that something is missing.</summary>
    public bool HasGap => ahead.Count > 0;

    /// <returns>What can be told now, in order: none where the event is known, or something before it is missing.</returns>
    public IReadOnlyList<ChatEvent> Take(ChatEvent e)
    {
        if (e.Version <= Version) return [];
        ahead.TryAdd(e.Version, e);
        List<ChatEvent> next = [];
        while (ahead.Remove(Version + 1, out var following))
        {
            next.Add(following);
            (Version, At) = (following.Version, following.At);
        }

        return next;
    }
}
