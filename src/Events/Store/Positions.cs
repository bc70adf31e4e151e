namespace EventChat.Events.Store;

/// <summary>Counts the positions of a log that is read from its start, while others may append to it; says nothing of a store that leaves gaps.</summary>
internal sealed class Positions
{
    private readonly IEventStore store;
    private readonly Position headBefore;
    private Position last = Position.Start;
    private long missing;
    private long? first;

    private Positions(IEventStore store, Position headBefore) => (this.store, this.headBefore) = (store, headBefore);

    /// <summary>What is said beside a broken chain.</summary>
    public string Beside => first is null ? "" : $" Position {first} is the first that is missing.";

    public static async Task<Positions> Begin(IEventStore store, CancellationToken ct) =>
        new(store, store.PositionsAreDense ? await store.ReadHead(ct) : Position.Start);

    public void See(Position position)
    {
        if (store.PositionsAreDense) Miss(position.Value - 1);
        last = position;
    }

    /// <returns>What is missing, or what the head does not know of; null where all is well.</returns>
    public async Task<string?> End(CancellationToken ct)
    {
        if (!store.PositionsAreDense) return null;

        if (headBefore > last) Miss(headBefore.Value);
        if (first is not null) return $"position {first} is missing, the first of {missing} up to the head of the log.";

        var head = await store.ReadHead(ct);
        return head < last ? $"position {last} is after the head of the log, which is at {head}." : null;
    }

    /// <param name="through">The last position that should have been seen by now.</param>
    private void Miss(long through)
    {
        if (through <= last.Value) return;
        first ??= last.Value + 1;
        missing += through - last.Value;
    }
}
