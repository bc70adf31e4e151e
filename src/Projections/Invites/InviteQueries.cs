using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Projections.Invites;

public sealed class InviteQueries(ViewTables tables, ProjectionProgress progress, IEventStore store)
{
    /// <summary>The invites of a workspace that are neither revoked, expired nor used up, in the order of their ids.</summary>
    public Task<List<InviteView>> Open(WorkspaceId workspace, string after, DateTimeOffset now, int limit, CancellationToken ct) =>
        tables.Read(ViewJson.Default.InviteView, $"""
            select data from {tables.Invites}
            where data -> 'workspaceId' = to_jsonb($1) and id > $2 and data ->> 'revokedAt' is null and (data ->> 'expiresAt')::timestamptz > $3
              and (data ->> 'maxUses' is null or coalesce((data ->> 'uses')::int, 0) < (data ->> 'maxUses')::int)
            order by id limit $4
            """, ct, Parameter.Of(workspace.ToString()), Parameter.Of(after), Parameter.Of(now.ToUniversalTime()), Parameter.Of(limit));

    /// <summary>The workspace that an invite is to, also where it was made a moment ago; null for no invite.</summary>
    public async Task<WorkspaceId?> WorkspaceOf(InviteId id, CancellationToken ct)
    {
        if (await Find(id, ct) is { } found) return found.WorkspaceId;
        await progress.Reached(await store.ReadHead(ct), [InviteProjection.Name], ct);
        return (await Find(id, ct))?.WorkspaceId;
    }

    private async Task<InviteView?> Find(InviteId id, CancellationToken ct) =>
        (await tables.Read(ViewJson.Default.InviteView, $"select data from {tables.Invites} where id = $1", ct, Parameter.Of(id.ToString()))).SingleOrDefault();
}
