using EventChat.Events;
using EventChat.Events.Store;
using Npgsql;

namespace EventChat.Projections.Inbox;

/// <summary>Unread counts, computed when they are asked for: what stands after the read mark, is not deleted and was written by somebody else.</summary>
public sealed class UnreadQueries(ViewTables tables)
{
    public sealed record Unread(ChannelId ChannelId, int LastRead, int LastNumber, long Count);

    /// <summary>Every channel the person is in, and the position that all of it is true of at least.</summary>
    public async Task<(Position Through, List<Unread> Channels)> Of(UserId user, CancellationToken ct)
    {
        await using var command = tables.Postgres.CreateCommand($"""
            select (select coalesce(min((data ->> 'position')::bigint), 0) from {tables.Checkpoints} where id = any($2)), null, 0, 0, 0::bigint
            union all
            select 0, c.id, coalesce((r.data ->> 'number')::int, 0), coalesce((last.data ->> 'number')::int, 0), unread.count
            from (select data ->> 'channelId' as id from {tables.Members} where data ->> 'userId' = $1) c
            left join {tables.ReadMarks} r on r.id = $1 || ':' || c.id
            left join lateral (
                select data from {tables.Timeline} where id > c.id || ':0000000000' and id <= c.id || ':9999999999' order by id desc limit 1) last on true
            cross join lateral (
                select count(*) from {tables.Timeline} t
                where t.id > c.id || ':' || lpad(coalesce(r.data ->> 'number', '0'), 10, '0') and t.id <= c.id || ':9999999999'
                  and t.data ->> 'author' <> $1 and t.data ->> 'deletedAt' is null) unread
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user.ToString() });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ["timeline", "members", "unread"] });

        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var through = new Position(row.GetInt64(0));
        List<Unread> channels = [];
        while (await row.ReadAsync(ct))
            channels.Add(new(Id.Parse<ChannelId>(row.GetString(1)), row.GetInt32(2), row.GetInt32(3), row.GetInt64(4)));
        return (through, channels);
    }
}
