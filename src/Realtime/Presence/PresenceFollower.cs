using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Users;
using EventChat.Events.Workspaces;
using EventChat.Projections.Running;
using EventChat.Projections.Users;
using EventChat.Projections.Workspaces;
using EventChat.Realtime.Pushes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventChat.Realtime.Presence;

/// <summary>What the log says of those who look at each other: who came to a workspace and left it, and what they say they are up to.</summary>
public sealed partial class PresenceFollower(
    IEventStore store, PresenceDesk desk, IColleagues colleagues, ProjectionProgress progress, ILogger<PresenceFollower> logger) : BackgroundService
{
    private const int Parallel = 8;
    private static readonly StreamFilter Streams = new(StreamName.Workspaces, StreamName.Users);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), Tick = TimeSpan.FromMilliseconds(50);
    private readonly Lookers<Outbox> lookers = desk.Lookers;
    private Position from;
    private long through;

    /// <summary>Up to where the log is heard.</summary>
    internal Position Through => new(Volatile.Read(ref through));

    /// <summary>Where the log is followed from is known before the first connection comes.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        from = await store.ReadHead(cancellationToken);
        Volatile.Write(ref through, from.Value);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try { await Task.WhenAll(Follow(stoppingToken), Ask(stoppingToken)); }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task Follow(CancellationToken ct)
    {
        await foreach (var page in store.Subscribe(from, Streams, ct))
        {
            foreach (var e in page.Events) Take(e);
            Volatile.Write(ref through, page.Through.Value);
        }
    }

    private void Take(RecordedEvent e)
    {
        switch (e.Readable)
        {
            case WorkspaceMemberJoined joined: lookers.Doubt(joined.UserId); break;
            case WorkspaceMemberRemoved removed: lookers.Doubt(removed.UserId); break;
            case StatusChanged said: lookers.Hear(e.Stream.Id<UserId>(), StatusView.Of(e.Stream.Id<UserId>().ToString(), said, e.Position)); break;
            // What cannot be read may be a removal in the words of a newer version.
            case WorkspaceDeleted: lookers.Doubt(null); break;
            case null when e.Stream.StartsWith(StreamName.Workspaces): lookers.Doubt(null); break;
        }
    }

    /// <summary>Asks who knows whom, where that is not known.</summary>
    private async Task Ask(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Tick);
        while (await timer.WaitForNextTickAsync(ct))
        {
            if (lookers.Doubtful() is not { Count: > 0 } doubtful) continue;
            try
            {
                if (!await progress.Reached(Through, [WorkspaceMemberProjection.Name], ct)) continue;
                await System.Threading.Tasks.Parallel.ForEachAsync(doubtful, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = ct }, async (one, token) =>
                    lookers.Know(one.Look, one.Doubts, await colleagues.Among(one.Look.User, one.Look.Asks, token)));
            }
            catch (Exception error) when (!ct.IsCancellationRequested)
            {
                LogLater(Outage.Reason(error));
                await Task.Delay(Pause, ct);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Whether people know each other cannot be asked, so they do not see each other: {Reason}")]
    private partial void LogLater(string reason);
}
