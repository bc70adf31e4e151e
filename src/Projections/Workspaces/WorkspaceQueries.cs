using EventChat.Events;

namespace EventChat.Projections.Workspaces;

public sealed class WorkspaceQueries(ViewTables tables)
{
    /// <summary>The workspaces that a person is in.</summary>
    public Task<List<WorkspaceView>> Of(UserId user, CancellationToken ct) => tables.Read(ViewJson.Default.WorkspaceView, $"""
        select w.data from {tables.WorkspaceMembers} m join {tables.Workspaces} w on w.id = m.data ->> 'workspaceId'
        where m.data -> 'userId' = to_jsonb($1) order by w.id
        """, ct, Parameter.Of(user.ToString()));

    /// <summary>Workspaces that both are in, some of them where there are many.</summary>
    public async Task<IReadOnlyList<WorkspaceId>> Shared(UserId one, UserId other, CancellationToken ct)
    {
        var both = await tables.Read(ViewJson.Default.WorkspaceMemberView, $"""
            select a.data from {tables.WorkspaceMembers} a join {tables.WorkspaceMembers} b on b.id = (a.data ->> 'workspaceId') || ':' || $2
            where a.data -> 'userId' = to_jsonb($1) order by a.id limit 20
            """, ct, Parameter.Of(one.ToString()), Parameter.Of(other.ToString()));
        return [.. both.Select(static m => m.WorkspaceId)];
    }

    /// <summary>Workspaces whose period of grace may be over.</summary>
    public async Task<List<WorkspaceId>> Due(DateTimeOffset now, CancellationToken ct) =>
        [.. (await tables.Read(ViewJson.Default.WorkspaceView, $"select data from {tables.Workspaces} where data ->> 'deletionDue' is not null", ct))
            .Where(w => w.DeletionDue <= now).Select(static w => Id.Parse<WorkspaceId>(w.Id))];

    /// <summary>Members of a workspace in the order of their ids.</summary>
    public Task<List<WorkspaceMemberView>> Members(WorkspaceId workspace, string after, int limit, CancellationToken ct) =>
        tables.Read(
            ViewJson.Default.WorkspaceMemberView, $"select data from {tables.WorkspaceMembers} where id > $1 and id < $2 order by id limit $3", ct,
            Parameter.Of($"{workspace}:{after}"), Parameter.Of($"{workspace}:V"), Parameter.Of(limit));
}
