using System.Text.Json;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Timeline;

namespace EventChat.Projections.Notifications;

/// <summary>A line of somebody's feed, as the read models know it; whether they still may see it, whoever asks has to find out.</summary>
/// <param name="IsShared">It is told to a whole channel, so that what the person has chosen decides now whether it is for them.</param>
public sealed record FeedLine(NotificationView Told, bool IsShared, bool IsUnread);

/// <param name="Workspace">Null for all.</param>
/// <param name="Through">Everything up to here was seen, and <paramref name="Seen"/> besides.</param>
public sealed record FeedQuestion(UserId User, WorkspaceId? Workspace, bool UnreadOnly, long Through, long[] Seen);

/// <summary>Feeds: a person's own rows, and what is told to everybody in the channels they are in.</summary>
public sealed class NotificationQueries(ViewTables tables)
{
    /// <summary>Before a position, newest first.</summary>
    public async Task<List<FeedLine>> Before(FeedQuestion asked, long position, int limit, CancellationToken ct)
    {
        string Place(string line) => asked.Workspace is null ? "" : $"and {line}.data -> 'workspaceId' = to_jsonb($6)";
        var unread = asked.UnreadOnly ? "where unread" : "";
        await using var command = tables.Postgres.CreateCommand($"""
            select data, shared, unread from (
                (select * from (
                    select n.data, false as shared, (n.data ->> 'position')::bigint as position, {Unread("n")} as unread
                    from {tables.Notifications} n left join {tables.NotifyMembers} r on r.id = (n.data ->> 'channelId') || ':' || $1 {Thread("n")}
                    where n.id > $1 || ':' and n.id < $1 || ':' || lpad($2::text, 19, '0') {Place("n")} order by n.id desc) own
                 {unread} limit $3)
                union all
                (select line.data, true, line.position, line.unread from {tables.NotifyMembers} m cross join lateral (
                    select * from (
                        select b.data, (b.data ->> 'position')::bigint as position, {Unread("b")} as unread
                        from {tables.Broadcasts} b left join {tables.NotifyMembers} r on r.id = m.id {Thread("b")}
                        where b.id > (m.data ->> 'channelId') || ':' || lpad(m.data ->> 'position', 19, '0')
                          and b.id < (m.data ->> 'channelId') || ':' || lpad($2::text, 19, '0')
                          and b.data ->> 'actor' is distinct from $1 and (b.data -> 'here' is null or b.data -> 'here' ? $1)
                          and not exists (select from {tables.Notifications} n where n.id = $1 || ':' || lpad(b.data ->> 'position', 19, '0'))
                          {Place("b")} order by b.id desc) told
                    {unread} limit $3) line
                 where m.data -> 'userId' = to_jsonb($1))) feed
            order by position desc limit $3
            """);
        command.Parameters.Add(Parameter.Of(asked.User.ToString()));
        command.Parameters.Add(Parameter.Of(position));
        command.Parameters.Add(Parameter.Of(limit));
        command.Parameters.Add(Parameter.Of(asked.Through));
        command.Parameters.Add(Parameter.Of(asked.Seen));
        if (asked.Workspace is { } workspace) command.Parameters.Add(Parameter.Of(workspace.ToString()));

        List<FeedLine> lines = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) lines.Add(Line(asked.User, row.GetFieldValue<byte[]>(0), row.GetBoolean(1), row.GetBoolean(2)));
        return lines;
    }

    /// <summary>What is told to somebody by events after one position and up to another.</summary>
    public Task<List<NotificationView>> Rows(Position after, Position through, CancellationToken ct) => tables.Read(
        ViewJson.Default.NotificationView,
        $"select data from {tables.Notifications} where CAST(data ->> 'position' as bigint) > $1 and CAST(data ->> 'position' as bigint) <= $2 order by id", ct,
        Parameter.Of(after.Value), Parameter.Of(through.Value));

    /// <summary>What is told to whole channels by them.</summary>
    public Task<List<BroadcastView>> Broadcasts(Position after, Position through, CancellationToken ct) => tables.Read(
        ViewJson.Default.BroadcastView,
        $"select data from {tables.Broadcasts} where CAST(data ->> 'position' as bigint) > $1 and CAST(data ->> 'position' as bigint) <= $2 order by id", ct,
        Parameter.Of(after.Value), Parameter.Of(through.Value));

    /// <summary>Members who have chosen not to be told of it, or are told of it by name.</summary>
    public async Task<IReadOnlyCollection<UserId>> Deaf(BroadcastView shared, CancellationToken ct)
    {
        var said = new Said(shared.Actor, Everyone: shared.Here is null, Here: shared.Here is not null);
        var choosy = await tables.Read(ViewJson.Default.NotifyPerson, $"""
            select p.data from {tables.NotifyPeople} p join {tables.NotifyMembers} m on m.id = $1 || ':' || p.id where p.data ->> 'rules' is not null
            """, ct, Parameter.Of(shared.ChannelId.ToString()));
        var named = await tables.Read(
            ViewJson.Default.NotificationView, $"select data from {tables.Notifications} where data ->> 'messageKey' = $1", ct, Parameter.Of(shared.MessageKey));
        return
        [
            .. named.Where(row => row.Position == shared.Position).Select(static row => row.UserId),
            .. choosy.Select(p => (User: Id.Parse<UserId>(p.Id), Rules: p.In(shared.WorkspaceId, shared.ChannelId)))
                .Where(p => Audience.Why(said, new(p.User, p.Rules, IsActive: true)) is null).Select(static p => p.User),
        ];
    }

    /// <summary>Takes away all but the newest of the feeds, and of what whole channels are told, that something came to after a position.</summary>
    /// <param name="keep">So many of each.</param>
    /// <returns>The position up to which it has looked.</returns>
    public async Task<Position> Prune(int keep, Position after, CancellationToken ct)
    {
        var through = await tables.ReadCheckpoint(NotificationSource.Name, ct);
        foreach (var (table, owner) in ((string, string)[])[(tables.Notifications, "userId"), (tables.Broadcasts, "channelId")])
        {
            await using var command = tables.Postgres.CreateCommand($"""
                with grown as materialized (select distinct data ->> '{owner}' as id from {table} where CAST(data ->> 'position' as bigint) > $1),
                last as materialized (
                    select g.id as owner, old.id from grown g cross join lateral (
                        select n.id from {table} n where n.id > g.id || ':' and n.id <= g.id || ':9999999999999999999' order by n.id desc offset $2 limit 1) old)
                delete from {table} n using last where n.id > last.owner || ':' and n.id <= last.id
                """);
            command.Parameters.Add(Parameter.Of(after.Value));
            command.Parameters.Add(Parameter.Of(keep));
            await command.ExecuteNonQueryAsync(ct);
        }

        return through;
    }

    /// <summary>What was said, for those that still stand.</summary>
    public async Task<IReadOnlyDictionary<string, TimelineMessage>> Messages(IReadOnlyCollection<string> keys, CancellationToken ct) =>
        (await tables.Read(ViewJson.Default.TimelineMessage, $"select data from {tables.Timeline} where id = any($1)", ct, Parameter.Of(keys.ToArray())))
            .ToDictionary(static m => m.Id);

    private string Thread(string line) =>
        $"left join {tables.NotifyThreads} t on t.id = ({line}.data ->> 'channelId') || ':' || lpad({line}.data ->> 'threadRoot', 10, '0')";

    /// <summary>A message is seen by reading its channel that far, or its thread where it is shown there alone; a reaction and an invitation are not.</summary>
    private static string Unread(string line) => $"""
        (({line}.data ->> 'position')::bigint > $4 and ({line}.data ->> 'position')::bigint <> all($5)
         and ({line}.data ->> 'number' is null or coalesce({line}.data ->> 'reason', '') = 'reaction' or ({line}.data ->> 'number')::int
              > coalesce(case when {line}.data ->> 'threadRoot' is null then r.data ->> 'readTo' else t.data -> 'read' ->> $1 end, '0')::int))
        """;

    private static FeedLine Line(UserId user, byte[] json, bool isShared, bool isUnread)
    {
        if (!isShared) return new(JsonSerializer.Deserialize(json, ViewJson.Default.NotificationView)!, false, isUnread);
        var told = JsonSerializer.Deserialize(json, ViewJson.Default.BroadcastView)!;
        return new(
            new(NotificationView.IdOf(user, told.Position), user, told.Position, told.Reason, told.Actor, told.At, told.WorkspaceId, told.ChannelId, told.Number,
                told.MessageKey, told.ThreadRoot), true, isUnread);
    }
}
