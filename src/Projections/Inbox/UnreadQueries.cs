using System.Text.Json;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Running;
using Npgsql;

namespace EventChat.Projections.Inbox;

/// <summary>Unread counts, computed when they are asked for: what stands after the read mark less what of it the person wrote.</summary>
public sealed class UnreadQueries(ViewTables tables, ProjectionProgress progress)
{
    private readonly string channels = $"""
        select (select coalesce(min((data ->> 'position')::bigint), 0) from {tables.Checkpoints} where id = '{InboxProjector.ProjectionName}'),
            null, 0, null, 0, null, 0, null
        union all
        select 0, h.data, m.read, m.hidden, coalesce(t.rest, 0), t.bits, coalesce(o.rest, 0), o.bits
        from (
            select data ->> 'channelId' as channel, coalesce((data ->> 'lastRead')::int, 0) as read, (data ->> 'hiddenAt')::int as hidden,
                lpad((coalesce((data ->> 'lastRead')::int, 0) / {TallyView.Size})::text, 10, '0') as block
            from {tables.Marks} where id > $1 || ':' and id < $1 || ':V') m
        join {tables.Heads} h on h.id = m.channel
        left join lateral ({Tally(tables, "m.channel || ':'")}) t on m.read < (h.data ->> 'lastNumber')::int
        left join lateral ({Tally(tables, "$1 || ':' || m.channel || ':'")}) o on m.read < (h.data ->> 'lastNumber')::int
        """;

    /// <param name="IsHidden">Whether the person has hidden it, and nothing was said since.</param>
    public sealed record Unread(ChannelId ChannelId, HeadView Head, int LastRead, int Count, bool IsHidden)
    {
        public Counted Counted => new(ChannelId, LastRead, Count, IsHidden);
    }

    /// <summary>Every channel the person is in.</summary>
    /// <returns>The position that all of it is true of, to the message.</returns>
    public async Task<(Position Through, List<Unread> Channels)> Of(UserId user, CancellationToken ct)
    {
        var known = progress.Of(InboxProjector.ProjectionName);
        await using var command = tables.Postgres.CreateCommand(channels);
        command.Parameters.Add(Parameter.Of(user.ToString()));
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var stored = new Position(row.GetInt64(0));
        List<Unread> read = [];
        while (await row.ReadAsync(ct)) read.Add(Channel(row));
        return (known > stored ? known : stored, read);
    }

    /// <summary>Of the blocks from that of the mark on: how many stand behind the first, and the first itself.</summary>
    private static string Tally(ViewTables tables, string line) => $"""
        select sum((data ->> 'count')::int) filter (where id <> {line} || m.block) as rest, max(data ->> 'bits') filter (where id = {line} || m.block) as bits
        from {tables.Tallies} where id >= {line} || m.block and id <= {line} || '9999999999'
        """;

    private static Unread Channel(NpgsqlDataReader row)
    {
        var head = JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(1), ViewJson.Default.HeadView)!;
        var (read, hidden) = (row.GetInt32(2), row.IsDBNull(3) ? (int?)null : row.GetInt32(3));
        var (all, own) = (row.GetInt64(4) + First(row, 5, read), row.GetInt64(6) + First(row, 7, read));
        return new(Id.Parse<ChannelId>(head.Id), head, read, (int)(all - own), hidden >= head.LastNumber);
    }

    private static int First(NpgsqlDataReader row, int column, int read) =>
        row.IsDBNull(column) ? 0 : TallyView.After(Convert.FromBase64String(row.GetString(column)), read % TallyView.Size);
}
