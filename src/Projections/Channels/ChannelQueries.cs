using EventChat.Events;

namespace EventChat.Projections.Channels;

/// <summary>The channels of a workspace that a person may know of.</summary>
public sealed class ChannelQueries(ViewTables tables)
{
    /// <summary>Every channel of a workspace.</summary>
    public async Task<List<ChannelId>> Of(WorkspaceId workspace, CancellationToken ct)
    {
        await using var command = tables.Postgres.CreateCommand($"select id from {tables.Channels} where data -> 'workspaceId' = to_jsonb($1)");
        command.Parameters.Add(Parameter.Of(workspace.ToString()));
        List<ChannelId> channels = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) channels.Add(Id.Parse<ChannelId>(row.GetString(0)));
        return channels;
    }

    /// <param name="user">Sees public channels (not as a guest) and those it is a member of.</param>
    /// <param name="withHidden">Also direct messages that the person has hidden.</param>
    /// <param name="after">The last name and id of the page before; empty for the first.</param>
    public Task<List<ChannelView>> Visible(
        WorkspaceId workspace, UserId user, bool isGuest, bool withHidden, (string Name, string Id) after, int limit, CancellationToken ct) =>
        tables.Read(ViewJson.Default.ChannelView, $"""
            select c.data from {tables.Channels} c
            where c.data -> 'workspaceId' = to_jsonb($1)
              and (c.data ->> 'name', c.id) > ($4, $5)
              and ($7 or not exists (
                   select from {tables.Marks} k join {tables.Heads} h on h.id = c.id
                   where k.id = $2 || ':' || c.id and (k.data ->> 'hiddenAt')::int >= coalesce((h.data ->> 'lastNumber')::int, 0)))
              and ((not $3 and coalesce(c.data ->> 'kind', 'public') = 'public')
                   or exists (select from {tables.Members} m where m.id = c.id || ':' || $2))
            order by c.data ->> 'name', c.id limit $6
            """, ct, Parameter.Of(workspace.ToString()), Parameter.Of(user.ToString()), Parameter.Of(isGuest), Parameter.Of(after.Name), Parameter.Of(after.Id),
            Parameter.Of(limit), Parameter.Of(withHidden));
}
