using System.Text.Json.Serialization;
using EventChat.Events;
using EventChat.Projections.Running;
using EventChat.Realtime.Presence;
using EventChat.Realtime.Pushes;
using EventChat.Realtime.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventChat.Realtime.Drafts;

/// <summary>Tells people's own connections what became of their drafts, on whichever node and device. Of what changes again meanwhile only the last is told.</summary>
public sealed partial class DraftPusher(IDrafts drafts, Devices devices, ChannelRouter router, ILogger<DraftPusher> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50), Pause = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private Dictionary<DraftPlace, long> heard = [];
    private HashSet<UserId> missed = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try { await Task.WhenAll(Listen(stoppingToken), Tell(stoppingToken)); }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task Listen(CancellationToken ct)
    {
        while (true)
        {
            try { await foreach (var news in drafts.Changes(ct)) Hear(news); }
            catch (Exception error) when (!ct.IsCancellationRequested) { LogAway(Outage.Reason(error)); }
            await Task.Delay(Pause, ct);
        }
    }

    private void Hear(DraftNews news)
    {
        if (!devices.Has(news.UserId)) return;
        lock (gate)
        {
            if (news.Place is { } place) heard[place] = news.Version;
            else missed.Add(news.UserId);
        }
    }

    private async Task Tell(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Tick);
        while (await timer.WaitForNextTickAsync(ct))
        {
            Dictionary<DraftPlace, long> news;
            HashSet<UserId> unsure;
            lock (gate) (news, heard, unsure, missed) = (heard, heard.Count == 0 ? heard : [], missed, missed.Count == 0 ? missed : []);
            try
            {
                foreach (var user in unsure) await router.Notify(new(user, null, null, Frame.Reset(null)), ct);
                if (news.Count > 0) await Tell(news, ct);
            }
            catch (Exception error) when (!ct.IsCancellationRequested)
            {
                LogAway(Outage.Reason(error));
                lock (gate)
                {
                    foreach (var (place, version) in news) heard.TryAdd(place, version);
                    missed.UnionWith(unsure);
                }

                await Task.Delay(Pause, ct);
            }
        }
    }

    private async Task Tell(Dictionary<DraftPlace, long> news, CancellationToken ct)
    {
        var found = (await drafts.Read(news.Keys, ct)).ToDictionary(static d => d.Place);
        foreach (var (place, version) in news)
        {
            var change = found.TryGetValue(place, out var draft)
                ? new DraftChange(place.ChannelId, place.ThreadRoot, draft.Text, draft.Version, Timestamp.Text(draft.ChangedAt))
                : new DraftChange(place.ChannelId, place.ThreadRoot, null, version, null);
            await router.Notify(new(place.UserId, null, null, Frame.Call("DraftChanged", null, change, DraftJson.Default.DraftChange)), ct);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What people have begun to write cannot be told to their other devices for now: {Reason}")]
    private partial void LogAway(string reason);
}

/// <param name="Text">Absent where there is no draft any more.</param>
/// <param name="Version">What has a lower one than this place had before is old.</param>
internal sealed record DraftChange(ChannelId ChannelId, int? ThreadRoot, string? Text, long Version, string? ChangedAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DraftChange))]
internal sealed partial class DraftJson : JsonSerializerContext;
