using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Projections.Mentions;

/// <summary>
/// Mentions counted and listed; each target is a range of an index. A person is called by their name, by each group they are in, by <see cref="MentionTarget.Everyone"/>
/// and, as long as they are active, by <see cref="MentionTarget.Here"/>: whoever asks says which of these count. Ask only about channels that the person is in: rows of
/// others may be there, and are nobody's business. What somebody wrote themselves never counts. Deleted messages have no rows.
/// </summary>
public sealed class MentionQueries(ViewTables tables)
{
    /// <summary>Messages that call a person, in many channels at once; a message that does so twice counts once.</summary>
    /// <param name="marks">The channels, each with the number that is read already: what comes after it counts.</param>
    /// <param name="targets">See <see cref="MentionTarget"/>.</param>
    /// <param name="replies">True for replies in threads alone, false for all but those, null for both.</param>
    /// <returns>Channels without any are left out.</returns>
    public async Task<Dictionary<ChannelId, int>> Count(
        UserId reader, IReadOnlyCollection<(ChannelId Channel, int After)> marks, IReadOnlyCollection<string> targets, CancellationToken ct, bool? replies = null)
    {
        await using var command = tables.Postgres.CreateCommand($"""
            select page.channel, count(distinct m.data ->> 'number')::int
            from unnest($1, $2) as page (channel, after) cross join unnest($3) as called (target)
            join {tables.Mentions} m on m.data ->> 'byChannel' > called.target || ':' || page.channel || ':' || lpad(page.after::text, 10, '0')
              and m.data ->> 'byChannel' <= called.target || ':' || page.channel || ':9999999999'
            where m.data ->> 'author' <> $4 {(replies is { } only ? $"and m.data ->> 'threadRoot' is {(only ? "not null" : "null")}" : "")}
            group by page.channel
            """);
        command.Parameters.Add(Parameter.Of(marks.Select(static m => m.Channel.ToString()).ToArray()));
        command.Parameters.Add(Parameter.Of(marks.Select(static m => m.After).ToArray()));
        command.Parameters.Add(Parameter.Of(targets.ToArray()));
        command.Parameters.Add(Parameter.Of(reader.ToString()));
        Dictionary<ChannelId, int> counts = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) counts[Id.Parse<ChannelId>(row.GetString(0))] = row.GetInt32(1);
        return counts;
    }

    /// <summary>What calls a person, newest first. A message that does so twice comes twice, once for each target.</summary>
    /// <param name="targets">The person, their groups, and <see cref="MentionTarget.In"/> for each channel they are in.</param>
    /// <param name="before">The position that the page before ended with; the largest for the first page.</param>
    public Task<List<MentionView>> Newest(UserId reader, IReadOnlyCollection<string> targets, Position before, int limit, CancellationToken ct) =>
        tables.Read(ViewJson.Default.MentionView, $"""
            select newest.data
            from unnest($1) as called (target)
            cross join lateral (
                select m.data from {tables.Mentions} m
                where m.data ->> 'byTime' >= called.target || ':0000000000000000000' and m.data ->> 'byTime' < called.target || ':' || $2 and m.data ->> 'author' <> $3
                order by m.data ->> 'byTime' desc limit $4) newest
            order by (newest.data ->> 'position')::bigint desc limit $4
            """, ct, Parameter.Of(targets.ToArray()), Parameter.Of($"{before.Value:D19}"), Parameter.Of(reader.ToString()), Parameter.Of(limit));
}
