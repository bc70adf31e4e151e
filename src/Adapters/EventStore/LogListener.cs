using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventChat.Adapters.EventStore;

/// <summary>Hears of other nodes' commits (LISTEN, with a look at the head every second as the safety net) and brings them into the tail.</summary>
internal sealed partial class LogListener(
    NpgsqlDataSource postgres, LogTable table, LogTail tail, LogWriter writer, SemaphoreSlim turn, ILogger logger)
{
    private static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(1);

    public async Task Run(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Listen(ct);
            }
            catch (Exception error) when (!ct.IsCancellationRequested)
            {
                LogAway(error.Message);
                await Task.Delay(SafetyNet, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception) { return; }
        }
    }

    private async Task Listen(CancellationToken ct)
    {
        await using var connection = await postgres.OpenConnectionAsync(ct);
        await table.ReadEpoch(ct);
        var told = 0L;
        connection.Notification += (_, moved) => _ = long.TryParse(moved.Payload, CultureInfo.InvariantCulture, out told);
        await using (var listen = new NpgsqlCommand($"listen {LogTable.Channel}", connection)) await listen.ExecuteNonQueryAsync(ct);

        while (true)
        {
            if (!await connection.WaitAsync(SafetyNet, ct)) told = (await table.ReadHead(ct)).Value;
            if (told > tail.Head.Value) await CatchUp(told, ct);
        }
    }

    /// <summary>Through the writer, which knows where streams end. What was told may be what it has just written itself.</summary>
    private async Task CatchUp(long told, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            if (told > tail.Head.Value) await writer.CatchUp(ct);
        }
        finally { turn.Release(); }
    }

    [LoggerMessage(LogLevel.Warning, "Listening to the log was interrupted: {Reason}")]
    private partial void LogAway(string reason);
}
