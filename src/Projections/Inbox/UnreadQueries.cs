using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Members;
using EventChat.Projections.Running;
using EventChat.Projections.Timeline;
using Npgsql;

namespace EventChat.Projections.Inbox;

/// <summary>Unread counts, computed when they are asked for: what stands after the read mark, is not deleted and was written by somebody else.</summary>
public sealed class UnreadQueries(ViewTables tables, ProjectionProgress progress)
{
    private static readonly string[] Sources = [TimelineProjection.Name, MembershipProjection.Name, ReadMarkProjection.Name];

    public sealed record Unread(ChannelId ChannelId, int LastRead, int LastNumber, long Count);

    /// <summary>Every channel the person is in.</summary>
    /// <returns>Through, which all of it includes, and Counted, which the counts are true of exactly: they include no later message.</returns>
    public async Task<(Position Through, Position Counted, List<Unread> Channels)> Of(UserId user, CancellationToken ct)
    {
        var (known, counted) = (progress.Of(Sources), progress.Of(TimelineProjection.Name));
        await using var command = tables.Postgres.CreateCommand($"""
            select (select case when count(*) = cardinality($2) then min((data ->> 'position')::bigint) else 0 end from {tables.Checkpoints} where id = any($2)),
                null, 0, 0,
                (select coalesce(min((data ->> 'position')::bigint), 0) from {tables.Checkpoints} where id = '{TimelineProjection.Name}')
            union all
            select 0, c.id, coalesce((r.data ->> 'number')::int, 0), coalesce((last.data ->> 'number')::int, 0), unread.count
            from (select data ->> 'channelId' as id from {tables.Members} where data -> 'userId' = to_jsonb($1)) c
            left join {tables.ReadMarks} r on r.id = $1 || ':' || c.id
            left join lateral (
                select data from {tables.Timeline} where id > c.id || ':0000000000' and id <= c.id || ':9999999999' order by id desc limit 1) last on true
            cross join lateral (
                select count(*) from {tables.Timeline} t
                where t.id > c.id || ':' || lpad(coalesce(r.data ->> 'number', '0'), 10, '0') and t.id <= c.id || ':9999999999'
                  and t.data ->> 'author' <> $1 and t.data ->> 'deletedAt' is null) unread
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user.ToString() });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Sources });

        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var (through, timeline) = (new Position(row.GetInt64(0)), new Position(row.GetInt64(4)));
        List<Unread> channels = [];
        while (await row.ReadAsync(ct))
            channels.Add(new(Id.Parse<ChannelId>(row.GetString(1)), row.GetInt32(2), row.GetInt32(3), row.GetInt64(4)));
        return (known > through ? known : through, counted > timeline ? counted : timeline, channels);
    }
}
