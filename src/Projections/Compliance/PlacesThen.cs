using System.Text.Json.Nodes;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Audit;
using EventChat.Projections.Channels;

namespace EventChat.Projections.Compliance;

/// <summary>A channel as lists show it, as it was.</summary>
public sealed record PlaceThen(ChannelId Id, ChannelKind Kind, string Name, string Topic, string Purpose, bool IsArchived);

/// <summary>
/// The channels of a workspace as of a position: which there are now, and what the audit log says they were called, so that nobody reads every message to learn a name.
/// </summary>
public sealed class PlacesThen(ViewTables tables, IEventStore store)
{
    /// <param name="after">An id; empty for the first page.</param>
    public async Task<List<PlaceThen>> Of(WorkspaceId workspace, Position through, string after, int limit, CancellationToken ct)
    {
        var described = await Described(workspace, through, ct);
        var ids = await tables.Read(ViewJson.Default.ChannelView, $"""
            select data from {tables.Channels} where data -> 'workspaceId' = to_jsonb($1) and id > $2 and (data ->> 'kind' = 'dm' or id = any($3)) order by id
            """, ct, Parameter.Of(workspace.ToString()), Parameter.Of(after), Parameter.Of(described.Keys.ToArray()));

        List<PlaceThen> places = [];
        foreach (var view in ids)
        {
            if (places.Count == limit) break;
            if (described.TryGetValue(view.Id, out var place)) places.Add(place);
            else if (await WasThere(view, through, ct)) places.Add(new(Id.Parse<ChannelId>(view.Id), view.Kind, view.Name, view.Topic, view.Purpose, IsArchived: false));
        }

        return places;
    }

    /// <summary>Of a direct message, which the audit log says nothing of and nobody renames.</summary>
    private async Task<bool> WasThere(ChannelView view, Position through, CancellationToken ct) =>
        await store.ReadStream(new(StreamName.Channels + view.Id), 0, ct).FirstOrDefaultAsync(ct) is { } first && first.Position <= through;

    private async Task<Dictionary<string, PlaceThen>> Described(WorkspaceId workspace, Position through, CancellationToken ct)
    {
        var rows = await tables.Read(ViewJson.Default.AuditView, $"""
            select data from {tables.Audit} where id >= $1 and id <= $2
              and data ->> 'action' in ('channel.created', 'channel.renamed', 'channel.topic-changed', 'channel.purpose-changed', 'channel.archived', 'channel.unarchived') order by id
            """, ct, Parameter.Of(AuditView.IdOf(workspace, 0)), Parameter.Of(AuditView.IdOf(workspace, through.Value)));
        Dictionary<string, PlaceThen> places = [];
        foreach (var row in rows)
        {
            var id = row.ChannelId!.Value;
            if (row.Action == "channel.created")
                places[$"{id}"] = new(id, row.IsPrivate ? ChannelKind.Private : ChannelKind.Public, Text(row, "name") ?? "", Text(row, "topic") ?? "", Text(row, "purpose") ?? "", IsArchived: false);
            else if (places.TryGetValue($"{id}", out var place)) places[$"{id}"] = Evolve(place, row);
        }

        return places;
    }

    private static PlaceThen Evolve(PlaceThen place, AuditView row) => row.Action switch
    {
        "channel.archived" => place with { IsArchived = true },
        "channel.unarchived" => place with { IsArchived = false },
        _ => place with { Name = Text(row, "name") ?? place.Name, Topic = Text(row, "topic") ?? place.Topic, Purpose = Text(row, "purpose") ?? place.Purpose },
    };

    private static string? Text(AuditView row, string name) => row.After?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
