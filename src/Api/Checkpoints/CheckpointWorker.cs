using EventChat.Adapters.Checkpoints;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EventChat.Api.Checkpoints;

/// <summary>Makes a checkpoint whenever the last one is old enough. Every node looks, and one makes it.</summary>
internal sealed partial class CheckpointWorker(Checkpointer checkpointer, IOptions<CheckpointOptions> options, TimeProvider clock, ILogger<CheckpointWorker> logger) : BackgroundService
{
    /// <summary>For a server that starts: there is enough else to do.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.EveryMinutes == 0) return;
        var every = TimeSpan.FromMinutes(options.Value.EveryMinutes);
        for (var pause = FirstPause; !stoppingToken.IsCancellationRequested; pause = every)
        {
            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested) await Make(every, stoppingToken);
        }
    }

    private async Task Make(TimeSpan every, CancellationToken ct)
    {
        try
        {
            await checkpointer.Make(every, ct);
        }
        catch (Exception) when (ct.IsCancellationRequested) { }
        catch (RewrittenLogException rewritten)
        {
            LogRewritten(rewritten.Message);
        }
        catch (KeyMissingException missing)
        {
            LogMissing(missing.Message);
        }
        catch (Exception error) when (error is NpgsqlException or IOException or UnauthorizedAccessException)
        {
            LogFailed(error.Message);
        }
    }

    [LoggerMessage(LogLevel.Critical, "No checkpoint is made. {What} Run 'verify'.")]
    private partial void LogRewritten(string what);

    [LoggerMessage(LogLevel.Warning, "This node makes no checkpoints. {Why}")]
    private partial void LogMissing(string why);

    [LoggerMessage(LogLevel.Warning, "No checkpoint was made: {Reason}")]
    private partial void LogFailed(string reason);
}
