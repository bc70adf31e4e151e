using EventChat.Events;
using EventChat.Projections.Channels;
using EventChat.Projections.Timeline;
using EventChat.Projections.Workspaces;

namespace EventChat.Projections.Search;

/// <summary>Where somebody may search, as far as the read models have come, and whom and what is found by name.</summary>
public sealed class SearchQueries(ViewTables tables)
{
    private readonly string visible =
        $"((not $3 and coalesce(c.data ->> 'kind', 'public') = 'public') or exists (select from {tables.Members} m where m.id = c.id || ':' || $2))";

    /// <summary>The channels of a workspace that a person may know of.</summary>
    /// <param name="names">Only those that are called so, in any case; null for all.</param>
    public async Task<List<ChannelId>> Channels(WorkspaceId workspace, UserId user, bool isGuest, IReadOnlyCollection<string>? names, CancellationToken ct)
    {
        await using var command = tables.Postgres.CreateCommand($"""
            select c.id from {tables.Channels} c
            where c.data -> 'workspaceId' = to_jsonb($1) and {visible} and ($4::text[] is null or lower(c.data ->> 'name') = any($4))
            """);
        command.Parameters.Add(Parameter.Of(workspace.ToString()));
        command.Parameters.Add(Parameter.Of(user.ToString()));
        command.Parameters.Add(Parameter.Of(isGuest));
        command.Parameters.Add(Parameter.Of(names?.Select(static n => n.ToLowerInvariant()).ToArray()));
        List<ChannelId> channels = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) channels.Add(Id.Parse<ChannelId>(row.GetString(0)));
        return channels;
    }

    /// <summary>Channels that a person may know of, with a name in which a word begins so, by name.</summary>
    /// <param name="after">The last name and id of the page before; empty for the first.</param>
    public Task<List<ChannelView>> ChannelsNamed(
        WorkspaceId workspace, UserId user, bool isGuest, string prefix, (string Name, string Id) after, int limit, CancellationToken ct) =>
        tables.Read(ViewJson.Default.ChannelView, $"""
            select c.data from {tables.Channels} c
            where c.data -> 'workspaceId' = to_jsonb($1) and {visible} and c.data ->> 'kind' is distinct from 'dm'
              and (lower(c.data ->> 'name') like $4 || '%' or lower(c.data ->> 'name') ~ ('[^[:alnum:]]' || $5)) and (c.data ->> 'name', c.id) > ($6, $7)
            order by c.data ->> 'name', c.id limit $8
            """, ct, Parameter.Of(workspace.ToString()), Parameter.Of(user.ToString()), Parameter.Of(isGuest), Parameter.Of(Like(prefix)), Parameter.Of(Regex(prefix)),
            Parameter.Of(after.Name), Parameter.Of(after.Id), Parameter.Of(limit));

    /// <summary>Members of a workspace whose username, or a word of whose name, begins so, in the order of their ids.</summary>
    public Task<List<WorkspaceMemberView>> People(WorkspaceId workspace, string prefix, string after, int limit, CancellationToken ct) =>
        tables.Read(ViewJson.Default.WorkspaceMemberView, $"""
            select w.data from {tables.WorkspaceMembers} w join {tables.Users} u on u.id = w.data ->> 'userId'
            where w.id > $1 and w.id < $2
              and (lower(u.data ->> 'username') like $3 || '%' or lower(u.data ->> 'displayName') like $3 || '%' or lower(u.data ->> 'displayName') ~ ('[^[:alnum:]]' || $4))
            order by w.id limit $5
            """, ct, Parameter.Of($"{workspace}:{after}"), Parameter.Of($"{workspace}:V"), Parameter.Of(Like(prefix)), Parameter.Of(Regex(prefix)), Parameter.Of(limit));

    /// <summary>The messages that were found, as far as the timeline has them.</summary>
    public async Task<Dictionary<(ChannelId Channel, int Number), TimelineMessage>> Messages(IEnumerable<SearchHit> hits, CancellationToken ct) =>
        (await tables.Read(
            ViewJson.Default.TimelineMessage, $"select data from {tables.Timeline} where id = any($1)", ct,
            Parameter.Of(hits.Select(static h => TimelineMessage.IdOf(h.ChannelId, h.Number)).ToArray())))
        .ToDictionary(static m => (m.ChannelId, m.Number));

    private static string Like(string prefix) =>
        prefix.ToLowerInvariant().Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);

    /// <summary>Stands for itself in a regular expression.</summary>
    private static string Regex(string prefix) =>
        string.Concat(prefix.ToLowerInvariant().Select(static c => char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) ? $@"\{c}" : $"{c}"));
}
