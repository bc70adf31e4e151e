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

    /// <summary>The channels that a person is in, and the position that this is true of.</summary>
    public async Task<(Position Through, HashSet<ChannelId> Channels)> ChannelsOf(UserId user, CancellationToken ct)
    {
        await using var command = tables.Postgres.CreateCommand($"""
            select coalesce((select (data ->> 'position')::bigint from {tables.Checkpoints} where id = $2), 0),
                   array(select data ->> 'channelId' from {tables.Members} where data ->> 'userId' = $1)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user.ToString() });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = MembershipProjection.Name });
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (new(row.GetInt64(0)), [.. row.GetFieldValue<string[]>(1).Select(static id => Id.Parse<ChannelId>(id))]);
    }
}
