using EventChat.Events;
using Npgsql;

namespace EventChat.Projections.Inbox;

/// <summary>The threads that a person follows in channels they are in.</summary>
public sealed class ThreadQueries(ViewTables tables)
{
    private readonly string page = $"""
        with t as materialized ({Followed(tables)})
        select t.channel, t.root, t.read, t.position, coalesce(a.rest, 0), a.bits, coalesce(o.rest, 0), o.bits
        from (select * from t where t.workspace = $2 and t.position < $3 and (not $4 or t.read < t.reply) order by t.position desc limit $5) t
        left join lateral ({UnreadQueries.Tally(tables, "t.first", "t.last")}) a on t.read < t.reply
        left join lateral ({UnreadQueries.Tally(tables, "$1 || ':' || t.first", "$1 || ':' || t.last")}) o on t.read < t.reply
        order by t.position desc
        """;

    /// <param name="Position">Of the thread's newest reply; the next page is before it.</param>
    public sealed record Thread(ChannelId ChannelId, int Root, int LastRead, int Unread, long Position);

    /// <summary>Newest activity first.</summary>
    /// <param name="before">Position of the last of the page before.</param>
    /// <param name="unreadOnly">Those with something that may be unread: where all of it is one's own or was deleted, the count says 0.</param>
    public async Task<List<Thread>> Of(UserId user, WorkspaceId workspace, long before, bool unreadOnly, int limit, CancellationToken ct)
    {
        await using var command = tables.Postgres.CreateCommand(page);
        foreach (var parameter in (NpgsqlParameter[])[Parameter.Of(user.ToString()), Parameter.Of(workspace.ToString()), Parameter.Of(before), Parameter.Of(unreadOnly), Parameter.Of(limit)])
            command.Parameters.Add(parameter);
        List<Thread> threads = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            threads.Add(new(Id.Parse<ChannelId>(row.GetString(0)), row.GetInt32(1), row.GetInt32(2), UnreadQueries.Standing(row, 4, row.GetInt32(2)), row.GetInt64(3)));
        return threads;
    }

    /// <summary>
    /// Each with its newest reply and the mark that counts: who came back to the channel after they set it has read what was there then.
    /// </summary>
    internal static string Followed(ViewTables tables) => $"""
        select f.channel, f.root::int as root, f.read, (r.data ->> 'lastReply')::int as reply, (r.data ->> 'position')::bigint as position,
            h.data ->> 'workspaceId' as workspace,
            'T' || f.channel || ':' || f.root || ':' || lpad((f.read / {TallyView.Size})::text, 10, '0') as first, 'T' || f.channel || ':' || f.root || ':9999999999' as last
        from (
            select w.data ->> 'channelId' as channel, right(w.id, 10) as root,
                greatest(coalesce((w.data ->> 'lastRead')::int, 0),
                    case when coalesce((w.data ->> 'marked')::bigint, 0) < (k.data ->> 'joined')::bigint then coalesce((k.data ->> 'after')::int, 0) else 0 end) as read
            from {tables.Follows} w join {tables.Marks} k on k.id = $1 || ':' || (w.data ->> 'channelId')
            where w.id > $1 || ':' and w.id < $1 || ':V' and (w.data ->> 'isFollowed')::bool
            offset 0) f
        join {tables.Heads} h on h.id = f.channel
        left join {tables.Threads} r on r.id = f.channel || ':' || f.root
        """;
}
