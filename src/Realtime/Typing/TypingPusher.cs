using System.Text.Json.Serialization;
using EventChat.Events;
using EventChat.Projections.Running;
using EventChat.Realtime.Pushes;
using EventChat.Realtime.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventChat.Realtime.Typing;

/// <summary>Tells the members of a channel who is typing there, on this node's connections, some times a second. Who types is not told.</summary>
public sealed partial class TypingPusher(ITyping typing, Frontier frontier, ChannelRouter router, TimeProvider clock, ILogger<TypingPusher> logger) : BackgroundService
{
    /// <summary>How many may wait; what is more than that is not worth telling.</summary>
    private const int MaxHeard = 4_096;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50), Pause = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private List<Typist> heard = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try { await Task.WhenAll(Listen(stoppingToken), Tell(stoppingToken)); }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task Listen(CancellationToken ct)
    {
        while (true)
        {
            try { await foreach (var typist in typing.Hear(ct)) Hear(typist); }
            catch (Exception error) when (!ct.IsCancellationRequested) { LogAway(Outage.Reason(error)); }
            await Task.Delay(Pause, ct);
        }
    }

    private void Hear(Typist typist)
    {
        if (!router.HasConnections) return;
        lock (gate)
            if (heard.Count < MaxHeard) heard.Add(typist);
    }

    private async Task Tell(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Tick);
        while (await timer.WaitForNextTickAsync(ct))
        {
            List<Typist> news;
            lock (gate) (news, heard) = (heard, heard.Count == 0 ? heard : []);
            if (news.Count == 0) continue;
            try
            {
                await frontier.Reach(ct);
                foreach (var typist in news)
                    if (typist.Until > clock.GetUtcNow()) await router.Notify(new(null, typist.ChannelId, user => user != typist.UserId, Frame(typist)), ct);
            }
            catch (Exception error) when (!ct.IsCancellationRequested)
            {
                LogAway(Outage.Reason(error));
            }
        }
    }

    private static Frame Frame(Typist typist) => Pushes.Frame.Fleeting(
        "TypingChanged", typist.ChannelId, new(typist.ChannelId, typist.UserId, typist.ThreadRoot, Timestamp.Text(typist.Until)),
        TypingJson.Default.TypingChange);

    [LoggerMessage(LogLevel.Warning, "Who is typing cannot be told for now: {Reason}")]
    private partial void LogAway(string reason);
}

/// <param name="Until">When it is over unless it is told anew, or the person's message comes.</param>
internal sealed record TypingChange(ChannelId ChannelId, UserId UserId, int? ThreadRoot, string Until);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TypingChange))]
internal sealed partial class TypingJson : JsonSerializerContext;
