using System.Runtime.CompilerServices;
using EventChat.Events;
using EventChat.Events.Serialization;
using EventChat.Events.Store;

namespace EventChat.Projections.Compliance;

/// <summary>What was, straight from the log: no read model has a part in it.</summary>
public sealed class Replays(IEventStore store)
{
    private const int Near = 100;

    /// <summary>
    /// The position of the last event that was recorded up to a moment; null where the log begins later. Servers' clocks differ a little, and events of that little while are taken in the
    /// order of the log.
    /// </summary>
    public async Task<Position?> PositionAt(DateTimeOffset moment, Position head, CancellationToken ct)
    {
        var (before, after) = (0L, head.Value + 1);
        Position? found = null;
        while (before + 1 < after)
        {
            var middle = before + (after - before) / 2;
            // The first event from the middle on: positions may have gaps.
            if (await store.ReadAll(new(middle - 1), ct).FirstOrDefaultAsync(ct) is not { } e || e.RecordedAt > moment) after = middle;
            else (before, found) = (e.Position.Value, e.Position);
        }

        return found;
    }

    /// <param name="before">Messages are shown before this number.</param>
    /// <param name="viewer">Whose unread messages are counted; null where nobody asks.</param>
    public async Task<(ChannelAsOf Then, IReadOnlyList<ReplayedMessage> Messages)> Channel(ChannelId channel, Position through, int size, int before, UserId? viewer, CancellationToken ct)
    {
        var (stream, fold) = (StreamName.For(channel), new ChannelAsOf(size, before, viewer));
        await foreach (var e in store.ReadOutlines(stream, 0, ct))
        {
            if (e.Position > through) break;
            fold.Take(e);
        }

        var words = await Words(stream, fold.VersionsOfWords, ct);
        return (fold, fold.NewestFirst(version => words[version]));
    }

    /// <summary>Events that lie near to each other are read at once.</summary>
    private async Task<Dictionary<long, DomainEvent>> Words(StreamName stream, IReadOnlyList<long> versions, CancellationToken ct)
    {
        Dictionary<long, DomainEvent> words = [];
        for (var i = 0; i < versions.Count; i++)
        {
            var first = i;
            while (i + 1 < versions.Count && versions[i + 1] - versions[i] <= Near) i++;
            var wanted = versions.Skip(first).Take(i - first + 1).ToHashSet();
            await foreach (var e in store.ReadStream(stream, versions[first] - 1, ct))
            {
                if (wanted.Remove(e.Version)) words.Add(e.Version, e.Event);
                if (wanted.Count == 0) break;
            }
        }

        return words;
    }

    public async Task<WorkspaceAsOf> Workspace(WorkspaceId workspace, Position through, CancellationToken ct)
    {
        var fold = new WorkspaceAsOf();
        await foreach (var e in Through(StreamName.For(workspace), through, ct)) fold.Take(e);
        return fold;
    }

    public async Task<MarkAsOf> Mark(UserId person, ChannelId channel, Position through, CancellationToken ct)
    {
        var fold = new MarkAsOf(channel);
        await foreach (var e in Through(StreamName.ForInbox(person), through, ct)) fold.Take(e);
        return fold;
    }

    /// <summary>Who could see a message, up to the end of the log.</summary>
    public async Task<AccessFold> Access(WorkspaceId workspace, ChannelId channel, int number, CancellationToken ct)
    {
        var fold = new AccessFold(number);
        List<EventOutline> concerned = [];
        foreach (var stream in (StreamName[])[StreamName.For(channel), StreamName.For(workspace)])
            await foreach (var e in store.ReadOutlines(stream, 0, ct))
                if (fold.Concerns(e)) concerned.Add(e);
        foreach (var e in concerned.OrderBy(static e => e.Position)) fold.Take(e);
        return fold;
    }

    public async Task<ReadFold> Reads(UserId person, ReadFold fold, CancellationToken ct)
    {
        await foreach (var e in store.ReadStream(StreamName.ForInbox(person), 0, ct)) fold.Take(e);
        return fold;
    }

    /// <summary>The messages of a channel that were recorded before a moment, deleted ones too: their words are in the log all the same.</summary>
    public async Task<List<Said>> Said(ChannelId channel, DateTimeOffset before, CancellationToken ct)
    {
        List<Said> said = [];
        await foreach (var e in store.ReadOutlines(StreamName.For(channel), 0, ct))
        {
            if (e.RecordedAt >= before) break;
            if (EventTypes.PublicName(e.Type) == "message.sent") said.Add(new(MessageScan.Of(e).Number, e.Actor, e.RecordedAt));
        }

        return said;
    }

    private async IAsyncEnumerable<RecordedEvent> Through(StreamName stream, Position through, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var e in store.ReadStream(stream, 0, ct))
        {
            if (e.Position > through) yield break;
            yield return e;
        }
    }
}
