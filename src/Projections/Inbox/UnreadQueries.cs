using System.Text.Json;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Mentions;
using EventChat.Projections.Running;
using Npgsql;

namespace EventChat.Projections.Inbox;

/// <summary>Unread counts, computed when they are asked for: what stands after the read mark less what of it the person wrote.</summary>
public sealed class UnreadQueries(ViewTables tables, ProjectionProgress progress)
{
    // What is joined again and again is made once: planners would rather copy than keep it.
    private readonly string everything = $"""
        with m as materialized (
            select data ->> 'channelId' as channel, coalesce((data ->> 'lastRead')::int, 0) as read, (data ->> 'hiddenAt')::int as hidden,
                lpad((coalesce((data ->> 'lastRead')::int, 0) / {TallyView.Size})::text, 10, '0') as block
            from {tables.Marks} where id > $1 || ':' and id < $1 || ':V'),
        c as materialized (
            select h.data, (h.data ->> 'lastNumber')::int as newest, m.channel, m.read, m.hidden, m.channel || ':' || m.block as first, m.channel || ':9999999999' as last
            from m join {tables.Heads} h on h.id = m.channel),
        t as materialized ({ThreadQueries.Followed(tables)})
        select (select coalesce(min((data ->> 'position')::bigint), 0) from {tables.Checkpoints} where id = '{InboxProjector.ProjectionName}'),
            null::jsonb, 0, null::int, 0::bigint, null, 0::bigint, null, null, 0
        union all
        select 0, c.data, c.read, c.hidden, coalesce(a.rest, 0), a.bits, coalesce(o.rest, 0), o.bits, null, 0
        from c
        left join lateral ({Tally(tables, "c.first", "c.last")}) a on c.read < c.newest
        left join lateral ({Tally(tables, "$1 || ':' || c.first", "$1 || ':' || c.last")}) o on c.read < c.newest
        union all
        select 0, null, t.read, null, coalesce(a.rest, 0), a.bits, coalesce(o.rest, 0), o.bits, t.channel, t.root
        from t
        left join lateral ({Tally(tables, "t.first", "t.last")}) a on t.read < t.reply
        left join lateral ({Tally(tables, "$1 || ':' || t.first", "$1 || ':' || t.last")}) o on t.read < t.reply
        union all
        select 0, null, 0, x.number, 0, null, 0, null, c.channel, 0
        from c cross join unnest($2) as called (target) cross join lateral ({Calls(tables, "c")}) x
        where c.read < c.newest and x.is_shown
        union all
        select 0, null, 0, x.number, 0, null, 0, null, t.channel, t.root
        from t cross join unnest($2) as called (target) cross join lateral ({Calls(tables, "t")}) x
        where t.read < t.reply and x.root = t.root and not x.is_shown
        union all
        select 0, null, -1, null, 0, null, 0, null, data ->> 'channelId', right(id, 10)::int
        from {tables.Follows} where id > $1 || ':' and id < $1 || ':V' and data -> 'hasLeft' is not null
        """;

    /// <param name="IsHidden">Whether the person has hidden it, and nothing was said since.</param>
    /// <param name="Followed">The threads that the person follows, by their roots; some of them with nothing unread.</param>
    /// <param name="Unfollowed">Roots of the threads that the person has said they do not follow.</param>
    public sealed record Unread(
        ChannelId ChannelId, HeadView Head, int LastRead, int Count, bool IsHidden, IReadOnlyList<UnreadThread> Followed, IReadOnlyList<int> Unfollowed,
        IReadOnlyList<Mention> Mentions)
    {
        public IReadOnlyList<UnreadThread> Threads => [.. Followed.Where(static t => t.Unread > 0)];
        public IReadOnlyList<int> MentionedIn(int? root) => [.. Mentions.Where(m => m.Root == root).Select(static m => m.Number)];
        public Counted Counted => new(ChannelId, LastRead, Count, IsHidden, Threads, Mentions);
    }

    /// <summary>Every channel the person is in.</summary>
    /// <param name="groups">That the person is in.</param>
    /// <returns>The position that all of it is true of, to the message.</returns>
    public async Task<(Position Through, List<Unread> Channels)> Of(UserId user, IEnumerable<GroupId> groups, CancellationToken ct)
    {
        var known = progress.Of(InboxProjector.ProjectionName);
        await using var command = tables.Postgres.CreateCommand(everything);
        command.Parameters.Add(Parameter.Of(user.ToString()));
        command.Parameters.Add(Parameter.Of<string[]>([MentionTarget.Of(user), MentionTarget.Everyone, MentionTarget.Here, .. groups.Select(MentionTarget.Of)]));
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var stored = new Position(row.GetInt64(0));
        List<Unread> channels = [];
        var (threads, left, mentions) = (new Dictionary<ChannelId, List<UnreadThread>>(), new Dictionary<ChannelId, List<int>>(), new Dictionary<ChannelId, List<Mention>>());
        while (await row.ReadAsync(ct))
            if (row.IsDBNull(8)) channels.Add(Channel(row));
            else if (row.GetInt32(2) < 0) Add(left, row, row.GetInt32(9));
            else if (row.IsDBNull(3)) Add(threads, row, new UnreadThread(row.GetInt32(9), Standing(row, 4, row.GetInt32(2)), row.GetInt32(2)));
            else Add(mentions, row, new Mention(row.GetInt32(3), row.GetInt32(9) is > 0 and var root ? root : null));
        return (known > stored ? known : stored, threads.Count + left.Count + mentions.Count == 0 ? channels : [.. channels.Select(With)]);

        Unread With(Unread c) => c with
        {
            Followed = threads.TryGetValue(c.ChannelId, out var own) ? [.. own.OrderBy(static t => t.Root)] : [],
            Unfollowed = left.TryGetValue(c.ChannelId, out var roots) ? [.. roots.Order()] : [],
            Mentions = mentions.TryGetValue(c.ChannelId, out var calls) ? [.. calls.Distinct().OrderBy(static m => m.Number)] : [],
        };
    }

    /// <summary>What calls the person after a mark, by one of the targets.</summary>
    private static string Calls(ViewTables tables, string place) => $"""
        select (data ->> 'number')::int as number, (data ->> 'threadRoot')::int as root, data -> 'threadRoot' is null or data -> 'broadcast' is not null as is_shown
        from {tables.Mentions}
        where data ->> 'byChannel' > called.target || ':' || {place}.channel || ':' || lpad({place}.read::text, 10, '0')
            and data ->> 'byChannel' <= called.target || ':' || {place}.channel || ':9999999999' and data ->> 'author' <> $1
        """;

    /// <summary>Of the blocks from that of the mark on: how many stand behind the first, and the first itself.</summary>
    internal static string Tally(ViewTables tables, string first, string last) => $"""
        select sum((data ->> 'count')::int) filter (where id <> {first}) as rest, max(data ->> 'bits') filter (where id = {first}) as bits
        from {tables.Tallies} where id >= {first} and id <= {last}
        """;

    /// <summary>What stands after the mark and is not one's own, from four columns: the rest and the first block of all, and of one's own.</summary>
    internal static int Standing(NpgsqlDataReader row, int column, int read) =>
        (int)(row.GetInt64(column) + First(row, column + 1, read) - row.GetInt64(column + 2) - First(row, column + 3, read));

    private static Unread Channel(NpgsqlDataReader row)
    {
        var head = JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(1), ViewJson.Default.HeadView)!;
        var (read, hidden) = (row.GetInt32(2), row.IsDBNull(3) ? (int?)null : row.GetInt32(3));
        return new(Id.Parse<ChannelId>(head.Id), head, read, Standing(row, 4, read), hidden >= head.LastNumber, [], [], []);
    }

    private static void Add<T>(Dictionary<ChannelId, List<T>> places, NpgsqlDataReader row, T item)
    {
        var channel = Id.Parse<ChannelId>(row.GetString(8));
        if (!places.TryGetValue(channel, out var own)) places.Add(channel, own = []);
        own.Add(item);
    }

    private static int First(NpgsqlDataReader row, int column, int read) =>
        row.IsDBNull(column) ? 0 : TallyView.After(Convert.FromBase64String(row.GetString(column)), read % TallyView.Size);
}
