using EventChat.Adapters.EventStore;
using EventChat.Events.Privacy;
using EventChat.Events.Store;
using Microsoft.Extensions.Hosting;

namespace EventChat.Adapters.Privacy;

/// <summary>Follows the log on every node: where words were destroyed, nothing of them stays in memory either.</summary>
internal sealed class Forgetting(PostgresEventStore log, IKeyring keyring) : BackgroundService
{
    private static readonly StreamFilter Streams = new(StreamName.Governances);
    private Position from;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        from = await log.ReadHead(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var page in log.Subscribe(from, Streams, stoppingToken))
                foreach (var e in page.Events)
                    if (e.Readable is ErasureDone) Forget();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private void Forget()
    {
        keyring.Forget();
        log.Forget();
    }
}
