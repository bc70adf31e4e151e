using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Workspaces;
using EventChat.Realtime.Presence;

namespace EventChat.Api.Presence;

/// <summary>The read model says in which workspaces to look, the state at the head of the log who is there.</summary>
internal sealed class Colleagues(WorkspaceQueries workspaces, CommandHandler commands) : IColleagues
{
    public async Task<IReadOnlySet<UserId>> Among(UserId user, IReadOnlyCollection<UserId> people, CancellationToken ct)
    {
        HashSet<UserId> known = [.. people.Where(one => one == user)], left = [.. people.Where(one => one != user)];
        foreach (var workspace in await workspaces.Of(user, ct))
        {
            if (left.Count == 0) break;
            var there = await commands.Ask<Workspace, List<UserId>>(
                new(StreamName.Workspaces + workspace.Id), (state, _) => state.IsDeleted || state.RoleOf(user) is null ? [] : [.. left.Where(one => state.RoleOf(one) is not null)], ct);
            known.UnionWith(there);
            left.ExceptWith(there);
        }

        return known;
    }
}
