using System.Threading.Channels;
using EventChat.Projections.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventChat.Realtime.Drafts;

/// <summary>
/// What was sent is no draft any more. The sender does not wait for that, and few have one: so it is asked for all who sent in the last moment at once, some times a second.
/// </summary>
public sealed partial class SentDrafts(IDrafts drafts, TimeProvider clock, ILogger<SentDrafts> logger) : BackgroundService
{
    private const int MaxWaiting = 65_536, MaxTogether = 2_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50), Pause = TimeSpan.FromSeconds(1), LastPatience = TimeSpan.FromSeconds(2);

    /// <summary>Times in the log are to the millisecond.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    private readonly Channel<(DraftPlace Place, DateTimeOffset At)> sent = Channel.CreateBounded<(DraftPlace, DateTimeOffset)>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Somebody has sent a message there.</summary>
    /// <param name="at">When it was recorded; a repeat says when it was the first time.</param>
    public void Sent(DraftPlace place, DateTimeOffset at) => sent.Writer.TryWrite((place, at));

    /// <summary>Those who sent last have not to find it as a draft when the node is back.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var patience = new CancellationTokenSource(LastPatience, clock);
        try
        {
            while (sent.Reader.TryPeek(out _)) await Forget(patience.Token);
        }
        catch (Exception error) { LogLater(Outage.Reason(error)); }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await sent.Reader.WaitToReadAsync(stoppingToken))
            {
                try { await Forget(stoppingToken); }
                catch (Exception error) when (!stoppingToken.IsCancellationRequested)
                {
                    LogLater(Outage.Reason(error));
                    await Task.Delay(Pause, stoppingToken);
                }

                await Task.Delay(Tick, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task Forget(CancellationToken ct)
    {
        Dictionary<DraftPlace, DateTimeOffset> places = [];
        while (places.Count < MaxTogether && sent.Reader.TryRead(out var one))
            if (!places.TryGetValue(one.Place, out var known) || known < one.At) places[one.Place] = one.At;
        if (places.Count == 0) return;
        try
        {
            var now = clock.GetUtcNow();
            await drafts.Forget([.. places.Select(p => new Settled(p.Key, now - p.Value - Grain))], ct);
        }
        catch (Exception)
        {
            foreach (var (place, at) in places) sent.Writer.TryWrite((place, at));
            throw;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Drafts of what was sent are put away later: {Reason}")]
    private partial void LogLater(string reason);
}
