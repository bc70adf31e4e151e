using System.Threading.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Previews;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Running;
using Microsoft.Extensions.Options;
using AChannel = EventChat.Commands.Channels.Channel;

namespace EventChat.Api.Previews;

/// <summary>A message whose links are to be looked at.</summary>
/// <param name="Position">Of the event that says so.</param>
internal sealed record Linking(Position Position, ChannelId ChannelId, int Number, string Text, IReadOnlyList<string> Urls);

/// <summary>What waits to be looked at on this node, in memory: the log keeps it until it is done.</summary>
internal sealed class PreviewQueue
{
    private readonly Channel<Linking> waiting = Channel.CreateBounded<Linking>(256);
    private readonly SortedSet<long> undone = [];

    public async ValueTask Add(Linking message, CancellationToken ct)
    {
        lock (undone) undone.Add(message.Position.Value);
        try { await waiting.Writer.WriteAsync(message, ct); }
        catch (OperationCanceledException)
        {
            // Whoever follows the log from here on hears it again, on this node or on another.
            Finish(message);
            throw;
        }
    }

    public IAsyncEnumerable<Linking> Take(CancellationToken ct) => waiting.Reader.ReadAllAsync(ct);

    public void Finish(Linking message)
    {
        lock (undone) undone.Remove(message.Position.Value);
    }

    /// <summary>The newest position before which nothing is left to do.</summary>
    public Position Done(Position through)
    {
        lock (undone) return undone.Count > 0 && undone.Min <= through.Value ? new(undone.Min - 1) : through;
    }
}

/// <summary>
/// Hears of links in what was just said, again where a node ended over them; sending waits for none of it. Old messages, and those brought in from elsewhere, are left alone, so that a new server does not
/// visit every page that was ever named.
/// </summary>
internal sealed class PreviewReactor(PreviewQueue queue, IOptions<PreviewOptions> options, TimeProvider clock) : IReactor
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    public string Name => "link-previews";
    public StreamFilter Streams { get; } = new(StreamName.Channels);

    public Position Done(Position through) => queue.Done(through);

    public async Task React(RecordedEvent recorded, CancellationToken ct)
    {
        var (number, text, entities) = recorded.Readable switch
        {
            MessageSent { SentAt: null, Entities: { } linked } e => (e.Number, e.Text, linked),
            MessageEdited { Entities: { } linked } e => (e.Number, e.Text, linked),
            _ => (0, "", null),
        };
        if (entities is null || !options.Value.Enabled || clock.GetUtcNow() - recorded.RecordedAt > Fresh || MessageLinks.In(text, entities) is not { Count: > 0 } urls) return;
        await queue.Add(new(recorded.Position, recorded.Stream.Id<ChannelId>(), number, text, urls), ct);
    }
}

/// <summary>Looks at a few pages at a time and tells the channel what they say.</summary>
internal sealed partial class PreviewWorker(PreviewQueue queue, ILinkPreviews previews, CommandHandler commands, ILogger<PreviewWorker> logger) : BackgroundService
{
    private const int AtOnce = 4;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Work(stoppingToken)));

    private async Task Work(CancellationToken ct)
    {
        try
        {
            await foreach (var message in queue.Take(ct))
            {
                try { await Look(message, ct); }
                catch (Exception error) when (!ct.IsCancellationRequested) { LogNotLooked(error, message.ChannelId, message.Number); }
                queue.Finish(message);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested) { }
    }

    private async Task Look(Linking message, CancellationToken ct)
    {
        foreach (var url in message.Urls)
        {
            if (await IsKnown(message, url, ct) || await previews.Look(url, ct) is not { } preview) continue;
            await commands.Handle(new AddPreview(message.ChannelId, message.Number, message.Text, url, preview), Caller.System, ct);
        }
    }

    private Task<bool> IsKnown(Linking message, string url, CancellationToken ct) =>
        commands.Ask<AChannel, bool>(StreamName.For(message.ChannelId), (channel, _) => channel.HasPreview(message.Number, url), ct);

    [LoggerMessage(LogLevel.Warning, "The links of message {Number} in {Channel} could not be looked at")]
    private partial void LogNotLooked(Exception error, ChannelId channel, int number);
}
