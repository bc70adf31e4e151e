using EventChat.Events;
using Microsoft.AspNetCore.SignalR;

namespace EventChat.Realtime.Pushes;

/// <summary>
/// What one connection has yet to take. SignalR's pipe holds some 64 KB; beyond that a write waits, and frames queue here up to a limit, to leave
/// joined. Past the limit they are dropped and the client is told, channel by channel, to start over, and with its own things too: never a hole that it cannot see.
/// </summary>
internal sealed class Outbox(HubConnectionContext connection, UserId user, SessionId? session, int limitBytes, PushMetrics metrics)
{
    /// <summary>In bytes. What waits is kept once for all connections, but what is written is this one's own: little for one that never takes it.</summary>
    private const int LargestWrite = 16 * 1024;

    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(1), Farewell = TimeSpan.FromSeconds(2);
    private readonly WireFormat format = WireFormat.Of(connection.Protocol);
    private readonly Lock gate = new();
    private readonly Queue<Frame> queue = new();
    private HashSet<ChannelId?>? reset;
    private int queuedBytes;
    private bool busy;
    private long progressAt = Environment.TickCount64;

    public UserId User => user;
    public SessionId? Session => session;

    /// <summary>Ends when the connection is routed: what happens from then on reaches it.</summary>
    public TaskCompletionSource Routed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Behind, but taking: the server should wait for it a little. One that takes nothing at all is not waited for.</summary>
    public bool IsCongested => Volatile.Read(ref queuedBytes) > limitBytes / 4 && Environment.TickCount64 - Interlocked.Read(ref progressAt) < Stuck.TotalMilliseconds;

    public void Send(Frame frame)
    {
        lock (gate)
        {
            if (busy)
            {
                if (frame.IsFleeting && (reset is not null || queuedBytes + frame.Length > limitBytes / 4)) return;
                if (reset is null && queuedBytes + frame.Length <= limitBytes) Enqueue(frame);
                else Drop(frame);
                return;
            }
        }

        var write = connection.WriteAsync(frame.Message(format));
        if (write.IsCompletedSuccessfully) return;
        lock (gate) busy = true;
        Interlocked.Exchange(ref progressAt, Environment.TickCount64);
        _ = Drain(write);
    }

    /// <summary>Says why, and closes the connection; one that does not take it is closed all the same.</summary>
    public void End(Frame last) => _ = SayFarewell(last);

    /// <summary>Ends a connection that cannot be routed; the client comes back.</summary>
    public void Abort()
    {
        connection.Abort();
        Routed.TrySetCanceled();
    }

    private async Task SayFarewell(Frame last)
    {
        try { await connection.WriteAsync(last.Message(format)).AsTask().WaitAsync(Farewell); }
        catch (Exception) { }
        finally { Abort(); }
    }

    private void Enqueue(Frame frame)
    {
        queue.Enqueue(frame);
        queuedBytes += frame.Length;
    }

    private void Drop(Frame frame)
    {
        reset ??= [];
        foreach (var dropped in queue.Append(frame))
            if (!dropped.IsFleeting && reset.Add(dropped.Channel)) metrics.Reset();
        metrics.Dropped(queue.Count + 1);
        queue.Clear();
        queuedBytes = 0;
    }

    private List<Frame> TakeSome()
    {
        List<Frame> some = [];
        var bytes = 0;
        while (queue.TryPeek(out var next) && (bytes == 0 || bytes + next.Length <= LargestWrite))
        {
            some.Add(queue.Dequeue());
            bytes += next.Length;
        }

        queuedBytes -= bytes;
        return some;
    }

    private async Task Drain(ValueTask write)
    {
        try
        {
            while (true)
            {
                await write;
                Interlocked.Exchange(ref progressAt, Environment.TickCount64);
                SerializedHubMessage next;
                lock (gate)
                {
                    if (reset is { } channels) (next, reset) = (Frame.Join([.. channels.Select(Frame.Reset)], format), null);
                    else if (queue.Count > 0) next = Frame.Join(TakeSome(), format);
                    else
                    {
                        busy = false;
                        return;
                    }
                }

                write = connection.WriteAsync(next);
            }
        }
        catch (Exception)
        {
            connection.Abort();
        }
    }
}
