namespace EventChat.Bench.Client;

/// <summary>Which message was due when, and how many of the members have it.</summary>
internal sealed class Deliveries(int members, int capacity, Recorder recorder)
{
    private readonly long _first = MessageId.Upcoming;
    private readonly long[] _due = new long[capacity];
    private readonly ushort[] _received = new ushort[capacity];

    public void Expect(long id, long due)
    {
        if (id - _first < capacity) _due[id - _first] = due;
        else recorder.Fail($"more than {capacity} messages in one measurement");
    }

    /// <summary>The last of the members makes the message count as delivered.</summary>
    public void Received(long id, long at)
    {
        var index = id - _first;
        if ((ulong)index >= (ulong)capacity) return;

        if (++_received[index] == members) recorder.Current.Delivered(at - _due[index]);
    }

    public Completeness Check()
    {
        var (posted, missing, doubled) = (0, 0L, 0L);
        for (var index = 0; index < capacity; index++)
        {
            var surplus = _received[index] - (_due[index] == 0 ? 0 : members);
            if (_due[index] != 0) posted++;
            if (surplus > 0) doubled += surplus;
            else missing -= surplus;
        }

        return new(posted, missing, doubled);
    }
}

/// <summary>Pushes that never came and pushes that came too often, over all members.</summary>
internal sealed record Completeness(int Posted, long Missing, long Doubled);
