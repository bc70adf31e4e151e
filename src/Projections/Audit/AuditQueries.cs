using EventChat.Events;

namespace EventChat.Projections.Audit;

/// <param name="Action">The public name of an event; null for all.</param>
/// <param name="From">The first moment, and <paramref name="To"/> the first that is no longer meant.</param>
public sealed record AuditFilter(UserId? Actor = null, string? Action = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

public sealed class AuditQueries(ViewTables tables)
{
    /// <summary>What was done before a position, newest first.</summary>
    /// <param name="reader">Sees of private channels only what happened in those it is in, as far as the list of members has come.</param>
    public Task<List<AuditView>> Before(WorkspaceId workspace, UserId reader, AuditFilter filter, long position, int limit, CancellationToken ct) =>
        tables.Read(ViewJson.Default.AuditView, $"""
            select a.data from {tables.Audit} a
            where a.id >= $1 and a.id < $2
              {(filter.Actor is null ? "" : "and a.data -> 'actor' = to_jsonb($3)")} {(filter.Action is null ? "" : "and a.data ->> 'action' = $4")}
              and (a.data ->> 'at')::timestamptz >= $5 and (a.data ->> 'at')::timestamptz < $6
              and (a.data ->> 'isPrivate' is null or exists (select from {tables.Members} m where m.id = (a.data ->> 'channelId') || ':' || $7))
            order by a.id desc limit $8
            """, ct,
            Parameter.Of(AuditView.IdOf(workspace, 0)), Parameter.Of(AuditView.IdOf(workspace, position)), Parameter.Of(filter.Actor?.ToString() ?? ""),
            Parameter.Of(filter.Action ?? ""), Parameter.Of((filter.From ?? DateTimeOffset.MinValue).ToUniversalTime()),
            Parameter.Of((filter.To ?? DateTimeOffset.MaxValue).ToUniversalTime()), Parameter.Of(reader.ToString()), Parameter.Of(limit));
}
