using System.Threading.Channels;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Events.Users;
using EventChat.Realtime.Calls;
using EventChat.Realtime.Pushes;
using EventChat.Realtime.Resume;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventChat.Realtime.Routing;

/// <summary>
/// Follows the log and pushes to this node's connections. One loop takes events, arrivals and departures in one order, so that no push can pass a
/// removal. Events of a channel that gathered while it was busy leave as one frame.
/// </summary>
public sealed partial class ChannelRouter : BackgroundService
{
    private static readonly StreamFilter Streams = new(StreamName.Channels, StreamName.Users, StreamName.Inboxes);
    private readonly Channel<object> inbox = Channel.CreateBounded<object>(new BoundedChannelOptions(256) { SingleReader = true });
    private readonly RouteTable routes = new();
    private readonly List<Loaded> early = [];
    private readonly IEventStore store;
    private readonly MembershipLoader memberships;
    private readonly Gathering gathered;
    private readonly Resumer resumer;
    private readonly PushLag lag;
    private readonly ILogger<ChannelRouter> logger;
    private long position;

    public ChannelRouter(IEventStore store, MembershipLoader memberships, PushLag lag, PushMetrics metrics, TimeProvider clock, ILogger<ChannelRouter> logger)
    {
        (this.store, this.memberships, this.lag, this.logger) = (store, memberships, lag, logger);
        gathered = new(routes, metrics);
        resumer = new(store, routes, metrics, clock);
        metrics.Connections = () => routes.Connections;
        metrics.Queued = () => inbox.Reader.Count;
    }

    /// <summary>Up to where the log was taken: what comes after it is pushed to everybody who is routed by now.</summary>
    internal Position Position => new(Volatile.Read(ref position));

    /// <summary>Drawn for each who asks, so that those who are here now would come to other nodes a thousand a second.</summary>
    internal TimeSpan ReconnectAfter() => TimeSpan.FromMilliseconds(Random.Shared.Next(Math.Max(50, routes.Connections)));

    /// <summary>Of the log that it follows.</summary>
    internal string Epoch => store.Epoch;

    /// <summary>Ends when the connection is routed.</summary>
    internal async Task Arrive(Outbox box, CancellationToken ct)
    {
        await inbox.Writer.WriteAsync(box, ct);
        await box.Routed.Task.WaitAsync(ct);
    }

    /// <summary>What the connection has missed, as of the router's position; what comes after it is pushed.</summary>
    internal async Task<HubAnswer> Resume(Outbox box, Cursors cursors, CancellationToken ct)
    {
        var request = new ResumeRequest(box, cursors);
        await inbox.Writer.WriteAsync(request, ct);
        return await request.Answer.Task.WaitAsync(ct);
    }

    internal bool HasConnections => routes.Connections > 0;

    internal ValueTask Notify(Notice notice, CancellationToken ct) => inbox.Writer.WriteAsync(notice, ct);

    internal ValueTask Deliver(Delivery delivery, CancellationToken ct) => inbox.Writer.WriteAsync(delivery, ct);

    internal ValueTask Leave(Outbox box) => inbox.Writer.WriteAsync(new Departure(box));

    public override void Dispose()
    {
        gathered.Dispose();
        resumer.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var head = await Head(stoppingToken);
            Volatile.Write(ref position, head.Value);
            await Task.WhenAll(Pump(head, stoppingToken), Route(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task<Position> Head(CancellationToken ct)
    {
        while (true)
        {
            try { return await store.ReadHead(ct); }
            catch (LogUnavailableException) { await Task.Delay(100, ct); }
        }
    }

    private async Task Pump(Position after, CancellationToken ct)
    {
        await foreach (var page in store.Subscribe(after, Streams, ct)) await inbox.Writer.WriteAsync(page, ct);
    }

    private async Task Route(CancellationToken ct)
    {
        while (await inbox.Reader.WaitToReadAsync(ct))
        {
            while (inbox.Reader.TryRead(out var work)) await Take(work, ct);
            await gathered.Flush(ct);
            lag.Idle();
        }
    }

    private async ValueTask Take(object work, CancellationToken ct)
    {
        switch (work)
        {
            case EventPage page:
                if (page.Events is [var oldest, ..] && gathered.IsEmpty) lag.Working(oldest.RecordedAt);
                foreach (var e in page.Events) await Take(e, ct);
                Volatile.Write(ref position, page.Through.Value);
                TakeEarly();
                if (page.Events.Count >= EventPage.MaxEvents / 4) await gathered.Flush(ct);
                break;
            case Outbox arrived:
                await gathered.Flush(ct);
                if (routes.Arrive(arrived)) _ = Load(arrived.User, Position, ct);
                break;
            case Departure(var left):
                routes.Leave(left);
                break;
            case Notice notice:
                foreach (var box in routes.Hearing(notice.User, notice.ChannelId, notice.For)) box.Send(notice.Frame);
                break;
            case ResumeRequest request:
                resumer.Take(request, Position, Post, ct);
                break;
            case Resumer.Loaded read:
                resumer.Take(read, Position, Post, ct);
                break;
            case Delivery delivery:
                delivery.Send(routes);
                break;
            case Loaded loaded:
                await gathered.Flush(ct);
                early.Add(loaded);
                TakeEarly();
                break;
        }
    }

    private async ValueTask Take(RecordedEvent e, CancellationToken ct)
    {
        if (e.Stream.StartsWith(StreamName.Users))
        {
            if (e.Readable is SessionEnded ended) await End(e.Stream.Id<UserId>(), ended, ct);
            return;
        }

        if (e.Stream.StartsWith(StreamName.Inboxes))
        {
            await Tell(e, ct);
            return;
        }

        var channel = e.Stream.Id<ChannelId>();
        resumer.Heard(channel, e);
        // What cannot be read changes no membership that this version knows.
        switch (e.Readable)
        {
            case MemberJoined joined:
                await gathered.Flush(ct);
                routes.Join(joined.UserId, channel, e.Position);
                gathered.Add(channel, e);
                break;
            case MemberLeft left:
                gathered.Add(channel, e);
                await gathered.Flush(ct);
                routes.Remove(left.UserId, channel, e.Position);
                break;
            default:
                gathered.Add(channel, e);
                break;
        }
    }

    /// <summary>What was recorded before the end still reaches the connection, and nothing after it.</summary>
    private async ValueTask End(UserId user, SessionEnded ended, CancellationToken ct)
    {
        await gathered.Flush(ct);
        foreach (var box in routes.BoxesOf(user, ended.SessionId))
        {
            routes.Leave(box);
            box.End(Frame.SessionEnded(ended.Reason));
        }
    }

    /// <summary>What a person did with their channels is told to their own connections, behind what was said before.</summary>
    private async ValueTask Tell(RecordedEvent e, CancellationToken ct)
    {
        if (routes.BoxesOf(e.Stream.Id<UserId>()) is not { Count: > 0 } boxes) return;
        await gathered.Flush(ct);
        foreach (var frame in InboxFrames.Of(e, e.Readable))
            foreach (var box in boxes) box.Send(frame);
    }

    private ValueTask Post(Resumer.Loaded read) => inbox.Writer.WriteAsync(read);

    /// <summary>What was loaded as of a later position than the router's own waits until the router is there.</summary>
    private void TakeEarly()
    {
        for (var i = early.Count - 1; i >= 0; i--)
        {
            if (early[i].Through > Position) continue;
            if (early[i].Channels is { } channels) routes.Loaded(early[i].User, early[i].Through, channels);
            else routes.Failed(early[i].User);
            early.RemoveAt(i);
        }
    }

    private async Task Load(UserId user, Position from, CancellationToken ct)
    {
        try
        {
            var (through, channels) = await memberships.Load(user, from, ct);
            await inbox.Writer.WriteAsync(new Loaded(user, through, channels), ct);
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            LogNotLoaded(error, user);
            await inbox.Writer.WriteAsync(new Loaded(user, Position.Start, null), ct);
        }
    }

    private sealed record Departure(Outbox Outbox);

    /// <summary>For one person's connections, or for a channel's; nobody hears of a channel that they are not in.</summary>
    /// <param name="For">Whom of a channel it is for; null for all.</param>
    internal sealed record Notice(UserId? User, ChannelId? ChannelId, Func<UserId, bool>? For, Frame Frame);

    private sealed record Loaded(UserId User, Position Through, IReadOnlySet<ChannelId>? Channels);

    [LoggerMessage(LogLevel.Error, "The channels of {User} could not be loaded; its connections are closed")]
    private partial void LogNotLoaded(Exception error, UserId user);
}
