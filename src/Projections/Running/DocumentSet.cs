using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Marten;
using Npgsql;

namespace EventChat.Projections.Running;

/// <summary>Documents of one kind that a page of events concerns: loaded in few queries, changed in memory, stored in one statement.</summary>
internal sealed class DocumentSet<TView>(string table, JsonTypeInfo<TView> json) where TView : class, IView
{
    private readonly Dictionary<string, TView?> known = [];
    private readonly HashSet<string> changed = [];

    public int Changes => changed.Count;

    /// <summary>Those that there are.</summary>
    public IEnumerable<TView> All => known.Values.OfType<TView>();

    /// <summary>Null where there is none.</summary>
    public TView? this[string id]
    {
        get => known.GetValueOrDefault(id);
        set
        {
            known[id] = value;
            changed.Add(id);
        }
    }

    public async Task Load(IDocumentSession session, IEnumerable<string> ids, CancellationToken ct)
    {
        List<string> missing = [.. ids.Where(id => !known.ContainsKey(id)).Distinct()];
        if (missing.Count == 0) return;
        foreach (var id in missing) known[id] = null;
        foreach (var view in await session.LoadManyAsync<TView>(ct, missing)) known[view.Id] = view;
    }

    /// <summary>What a condition finds, on the connection and in the transaction of the session. What is known already stays as it is.</summary>
    /// <param name="where">With <c>$1</c> and so on for the parameters.</param>
    public async Task Find(IDocumentSession session, string where, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand($"select data from {table} where {where}", session.Connection);
        command.Parameters.AddRange(parameters);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            if (JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), json) is { } view) known.TryAdd(view.Id, view);
    }

    public void Store(IDocumentSession session)
    {
        List<TView> stored = [.. changed.Select(id => known[id]).OfType<TView>()];
        var gone = changed.Where(id => known[id] is null).ToArray();
        if (stored.Count > 0)
            session.QueueSqlCommand(
                $"insert into {table} (id, data) select i, d::jsonb from unnest(?::text[], ?::text[]) as page (i, d) on conflict (id) do update set data = excluded.data",
                stored.Select(static v => v.Id).ToArray(), stored.Select(v => JsonSerializer.Serialize(v, json)).ToArray());
        if (gone.Length > 0) session.QueueSqlCommand($"delete from {table} where id = any(?::text[])", [gone]);
    }
}
