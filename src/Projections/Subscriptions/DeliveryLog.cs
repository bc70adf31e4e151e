using System.Threading.Channels;
using EventChat.Projections.Running;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventChat.Projections.Subscriptions;

/// <summary>One request to an app's address and what came of it; what was sent can be made again from the log.</summary>
/// <param name="Position">Of the event.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Status">Null where there was no answer.</param>
/// <param name="Answer">The beginning of it.</param>
public sealed record Delivery(
    long Id, string Subscription, long Position, string Stream, long Version, string Type, DateTimeOffset At, int Attempt, int? Status, int TookMs, string? Error, string Answer);

/// <summary>Written down in bundles behind the deliveries, which do not wait for it: where the database is away for long, the oldest are not listed.</summary>
public sealed partial class DeliveryLog(NpgsqlDataSource postgres, DeliveryPace pace, TimeProvider clock, ILogger<DeliveryLog> logger) : BackgroundService
{
    private const int Most = 20_000, Bundle = 1_000;
    private const string Columns = "id, subscription, position, stream, version, type, at, attempt, status, took_ms, error, answer";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200), Upkeep = TimeSpan.FromMinutes(10);
    private readonly Channel<Delivery> waiting = Channel.CreateBounded<Delivery>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Add(Delivery delivery) => waiting.Writer.TryWrite(delivery);

    /// <summary>Newest first.</summary>
    public async Task<List<Delivery>> Before(string subscription, long id, int limit, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand($"select {Columns} from webhook_deliveries where subscription = $1 and id < $2 order by id desc limit $3");
        command.Parameters.Add(Parameter.Of(subscription));
        command.Parameters.Add(Parameter.Of(id));
        command.Parameters.Add(Parameter.Of(limit));
        List<Delivery> found = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            found.Add(new(
                row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.GetString(3), row.GetInt64(4), row.GetString(5), row.GetFieldValue<DateTimeOffset>(6), row.GetInt32(7),
                row.IsDBNull(8) ? null : row.GetInt32(8), row.GetInt32(9), row.IsDBNull(10) ? null : row.GetString(10), row.GetString(11)));
        return found;
    }

    public async Task<Delivery?> Find(string subscription, long id, CancellationToken ct) =>
        await Before(subscription, id == long.MaxValue ? id : id + 1, 1, ct) is [var found] && found.Id == id ? found : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var tidied = long.MinValue;
        List<Delivery> bundle = [];
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                while (bundle.Count > 0 || waiting.Reader.TryPeek(out _))
                {
                    while (bundle.Count < Bundle && waiting.Reader.TryRead(out var delivery)) bundle.Add(delivery);
                    await Insert(bundle, CancellationToken.None);
                    bundle.Clear();
                }

                if (tidied != long.MinValue && clock.GetElapsedTime(tidied) < Upkeep) continue;
                await Tidy(stoppingToken);
                tidied = clock.GetTimestamp();
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception error) { LogLate(Outage.Reason(error)); }
        }
    }

    private async Task Tidy(CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("delete from webhook_deliveries where at < $1");
        command.Parameters.Add(Parameter.Of(clock.GetUtcNow() - pace.KeepLog));
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task Insert(List<Delivery> bundle, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("""
            insert into webhook_deliveries (subscription, position, stream, version, type, at, attempt, status, took_ms, error, answer)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """);
        command.Parameters.Add(Column(bundle, static d => d.Subscription));
        command.Parameters.Add(Column(bundle, static d => d.Position));
        command.Parameters.Add(Column(bundle, static d => d.Stream));
        command.Parameters.Add(Column(bundle, static d => d.Version));
        command.Parameters.Add(Column(bundle, static d => d.Type));
        command.Parameters.Add(Column(bundle, static d => d.At));
        command.Parameters.Add(Column(bundle, static d => d.Attempt));
        command.Parameters.Add(Column(bundle, static d => d.Status));
        command.Parameters.Add(Column(bundle, static d => d.TookMs));
        command.Parameters.Add(Column(bundle, static d => d.Error));
        command.Parameters.Add(Column(bundle, static d => d.Answer));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Column<T>(List<Delivery> bundle, Func<Delivery, T> value) => Parameter.Of(bundle.Select(value).ToArray());

    [LoggerMessage(LogLevel.Warning, "What was delivered to apps is written down later: {Reason}")]
    private partial void LogLate(string reason);
}
