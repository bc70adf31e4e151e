using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Realtime.Pushes;
using EventChat.Realtime.Routing;
using Microsoft.AspNetCore.SignalR;

namespace EventChat.Realtime.Resume;

/// <summary>
/// Answers what connections have missed, within the router's loop and as of its position: all before it is in the answer, all behind it is pushed, and who is in which channel is
/// what the router says. A channel is read once however many come back at a time, and the router keeps what was read up to date for as long as somebody asks.
/// </summary>
internal sealed class Resumer(IEventStore store, RouteTable routes, PushMetrics metrics, TimeProvider clock) : IDisposable
{
    /// <summary>Events in memory, of all channels together.</summary>
    private const int MostKept = 100_000;

    /// <summary>Versions older than what is asked for: those who were lost at the same moment were not all told the same.</summary>
    private const int Margin = 16;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30), Sweep = TimeSpan.FromSeconds(5);
    private readonly Dictionary<ChannelId, ChannelTail> tails = [];
    private readonly Dictionary<ChannelId, List<ResumeRequest>> waiting = [];
    private readonly SemaphoreSlim reads = new(4);
    private readonly FrameBuffer buffer = new();
    private long sweptAt;
    private int kept;

    /// <summary>What the log came to, for the loop to take.</summary>
    /// <param name="Events">Newest first; null where the log could not be read, or memory is full.</param>
    /// <param name="IsFull">There was no room for it, and the log was not asked.</param>
    public sealed record Loaded(ChannelId Channel, IReadOnlyList<RecordedEvent>? Events, bool IsFull = false);

    public void Heard(ChannelId channel, RecordedEvent e)
    {
        if (!tails.TryGetValue(channel, out var tail)) return;
        kept -= tail.Count;
        tail.Add(e);
        kept += tail.Count;
    }

    /// <param name="post">Takes what was read back into the loop.</param>
    public void Take(ResumeRequest request, Position position, Func<Loaded, ValueTask> post, CancellationToken ct)
    {
        Forget();
        metrics.Resumed(request.Cursors.Count);
        if (request.Epoch is null || request.Epoch == store.Epoch)
            foreach (var cursor in request.Cursors) Want(request, cursor, post, ct);
        if (request.Missing.Count == 0) Answer(request, position);
    }

    public void Take(Loaded loaded, Position position, Func<Loaded, ValueTask> post, CancellationToken ct)
    {
        reads.Release();
        var tail = tails[loaded.Channel];
        tail.IsLoading = false;
        if (loaded.Events is { } events)
        {
            kept -= tail.Count;
            tail.Merge(events);
            kept += tail.Count;
        }

        if (!waiting.Remove(loaded.Channel, out var requests)) return;
        foreach (var request in requests)
        {
            request.Missing.Remove(loaded.Channel);
            if (loaded.IsFull) request.Read.Remove(loaded.Channel);
            else if (loaded.Events is null) request.Answer.TrySetException(new HubException("log.unavailable: What was missed cannot be read just now; try again shortly."));
            else Want(request, request[loaded.Channel], post, ct);
            if (request.Missing.Count == 0) Answer(request, position);
        }
    }

    public void Dispose()
    {
        reads.Dispose();
        buffer.Dispose();
    }

    /// <summary>Has the channel read, where what is here is not enough and reading it would help.</summary>
    private void Want(ResumeRequest request, Cursor cursor, Func<Loaded, ValueTask> post, CancellationToken ct)
    {
        if (!routes.Hears(request.User, cursor.Channel)) return;
        if (!tails.TryGetValue(cursor.Channel, out var tail)) tails.Add(cursor.Channel, tail = new(cursor.Channel));
        tail.UsedAt = clock.GetTimestamp();
        if (tail.Covers(cursor.Version) || tail.Head - cursor.Version > ChannelTail.Most) return;
        if (!tail.IsLoading)
        {
            if (!request.Read.Add(cursor.Channel)) return;
            tail.IsLoading = true;
            _ = Load(cursor, post, ct);
        }

        request.Missing.Add(cursor.Channel);
        if (!waiting.TryGetValue(cursor.Channel, out var requests)) waiting.Add(cursor.Channel, requests = []);
        requests.Add(request);
    }

    /// <summary>A few at a time, until the loop has taken what was read: so one who was away from thousands of channels fills neither memory nor the database's hands.</summary>
    private async Task Load(Cursor cursor, Func<Loaded, ValueTask> post, CancellationToken ct)
    {
        await reads.WaitAsync(ct);
        if (Volatile.Read(ref kept) > MostKept) await post(new(cursor.Channel, null, IsFull: true));
        else await post(new(cursor.Channel, await Read(cursor, ct)));
    }

    private async Task<List<RecordedEvent>?> Read(Cursor cursor, CancellationToken ct)
    {
        metrics.ReadToResume();
        try
        {
            List<RecordedEvent> events = [];
            await foreach (var e in store.ReadStreamBackwards(StreamName.For(cursor.Channel), long.MaxValue, ct))
            {
                events.Add(e);
                if (events.Count > ChannelTail.Most || e.Version <= cursor.Version - Margin) break;
            }

            return events;
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Answer(ResumeRequest request, Position position)
    {
        var answer = new ResumeAnswer(position, store.Epoch);
        var isOther = request.Epoch is not null && request.Epoch != store.Epoch;
        foreach (var cursor in request.Cursors)
        {
            if (!routes.Hears(request.User, cursor.Channel)) answer.Gone(cursor.Channel);
            else if (isOther) answer.Reset(cursor.Channel, ResetReason.Epoch);
            else Answer(answer, request, cursor, position);
        }

        request.Answer.TrySetResult(answer.End(routes.ChannelsOf(request.User).Where(c => !request.AsksFor(c))));
    }

    private void Answer(ResumeAnswer answer, ResumeRequest request, Cursor cursor, Position position)
    {
        if (!tails.TryGetValue(cursor.Channel, out var tail) || !tail.Covers(cursor.Version))
        {
            if (tail is not null && request.Read.Contains(cursor.Channel) && cursor.Version > tail.Head) answer.Reset(cursor.Channel, ResetReason.Ahead);
            else answer.More(cursor.Channel);
        }
        else if (!tail.Knows(cursor))
        {
            answer.Reset(cursor.Channel, ResetReason.History);
        }
        else
        {
            var (events, version) = tail.After(cursor.Version, position, buffer);
            answer.Whole(cursor.Channel, version, events);
        }
    }

    /// <summary>What nobody has asked for lately, and where there is too much, what was asked for longest ago.</summary>
    private void Forget()
    {
        if (kept <= MostKept && clock.GetElapsedTime(sweptAt) < Sweep) return;
        sweptAt = clock.GetTimestamp();
        foreach (var (channel, tail) in tails.OrderBy(static t => t.Value.UsedAt).ToList())
        {
            if (tail.IsLoading || waiting.ContainsKey(channel) || (kept <= MostKept / 2 && clock.GetElapsedTime(tail.UsedAt) < Idle)) continue;
            kept -= tail.Count;
            tails.Remove(channel);
        }
    }
}
