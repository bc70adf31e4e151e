using System.Text.Json;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Projections.Subscriptions;

public sealed class SubscriptionQueries(ViewTables tables, IEventStore store, ProjectionProgress progress)
{
    /// <summary>All of them, and the position that this is true of.</summary>
    public async Task<(Position Through, List<SubscriptionView> Subscriptions)> All(CancellationToken ct)
    {
        await using var command = tables.Postgres.CreateCommand($"""
            select coalesce((select (data ->> 'position')::bigint from {tables.Checkpoints} where id = $1), 0), array(select data::text from {tables.Subscriptions})
            """);
        command.Parameters.Add(Parameter.Of(SubscriptionProjection.Name));
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (new(row.GetInt64(0)), [.. row.GetFieldValue<string[]>(1).Select(static json => JsonSerializer.Deserialize(json, ViewJson.Default.SubscriptionView)!)]);
    }

    /// <summary>Null where there is none; where the read model does not know it yet, it is waited for.</summary>
    public async Task<SubscriptionView?> Find(Events.SubscriptionId id, CancellationToken ct)
    {
        if (await Known(id, ct) is { } found) return found;
        await progress.Reached(await store.ReadHead(ct), [SubscriptionProjection.Name], ct);
        return await Known(id, ct);
    }

    /// <summary>As far as the read model knows.</summary>
    public async Task<SubscriptionView?> Known(Events.SubscriptionId id, CancellationToken ct) =>
        (await tables.Read(ViewJson.Default.SubscriptionView, $"select data from {tables.Subscriptions} where id = $1", ct, Parameter.Of(id.ToString()))).FirstOrDefault();
}
