using EventChat.Events;
using EventChat.Events.Store;
using Npgsql;

namespace EventChat.Projections.Members;

public sealed class MemberQueries(ViewTables tables)
{
    /// <summary>Members of a channel in the order of their ids.</summary>
    public Task<List<MembershipView>> Of(ChannelId channel, string after, int limit, CancellationToken ct) =>
        tables.Read(ViewJson.Default.MembershipView, $"select data from {tables.Members} where id > $1 and id < $2 order by id limit $3", ct,
            Parameter.Of($"{channel}:{after}"), Parameter.Of($"{channel}:V"), Parameter.Of(limit));

    /// <summary>The channels of a workspace that a person is in.</summary>
    public async Task<List<ChannelId>> ChannelsOf(UserId user, WorkspaceId workspace, CancellationToken ct)
    {
        await using var command = tables.Postgres.CreateCommand($"""
            select c.id from {tables.Members} m join {tables.Channels} c on c.id = m.data ->> 'channelId'
            where m.data -> 'userId' = to_jsonb($1) and c.data ->> 'workspaceId' = $2
            """);
        command.Parameters.Add(Parameter.Of(user.ToString()));
        command.Parameters.Add(Parameter.Of(workspace.ToString()));
        List<ChannelId> channels = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) channels.Add(Id.Parse<ChannelId>(row.GetString(0)));
        return channels;
    }

    /// <summary>People in channels of workspaces that they are not in, as far as the read models know.</summary>
    public async Task<List<(WorkspaceId Workspace, UserId User)>> Strays(int limit, CancellationToken ct)
    {
        await using var command = tables.Postgres.CreateCommand($"""
            select distinct c.data ->> 'workspaceId', m.data ->> 'userId'
            from {tables.Members} m join {tables.Channels} c on c.id = m.data ->> 'channelId'
            where m.data ->> 'userId' <> $1
              and not exists (select from {tables.WorkspaceMembers} w where w.id = (c.data ->> 'workspaceId') || ':' || (m.data ->> 'userId'))
            limit $2
            """);
        command.Parameters.Add(Parameter.Of(UserId.System.ToString()));
        command.Parameters.Add(Parameter.Of(limit));
        List<(WorkspaceId, UserId)> strays = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) strays.Add((Id.Parse<WorkspaceId>(row.GetString(0)), Id.Parse<UserId>(row.GetString(1))));
        return strays;
    }

    /// <summary>The channels that a person is in, and the position that this is true of.</summary>
    public async Task<(Position Through, HashSet<ChannelId> Channels)> ChannelsOf(UserId user, CancellationToken ct)
    {
        await using var command = tables.Postgres.CreateCommand($"""
            select coalesce((select (data ->> 'position')::bigint from {tables.Checkpoints} where id = $2), 0),
                   array(select data ->> 'channelId' from {tables.Members} where data -> 'userId' = to_jsonb($1))
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user.ToString() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = MembershipProjection.Name });
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (new(row.GetInt64(0)), [.. row.GetFieldValue<string[]>(1).Select(static id => Id.Parse<ChannelId>(id))]);
    }
}
