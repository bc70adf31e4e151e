using System.Collections.Concurrent;
using System.Security.Claims;
using EventChat.Api.Auth;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Api.Http;

/// <summary>Who asks, and what they are where they ask: from the state at the head of the log, never from a read model.</summary>
internal sealed class Callers(CommandHandler commands)
{
    private const int MaxKept = 100_000;
    private readonly ConcurrentDictionary<ChannelId, WorkspaceId> homes = new();

    public static Caller Of(ClaimsPrincipal user) => ((Member)user).Caller;

    public async Task<Caller> In(WorkspaceId workspace, ClaimsPrincipal user, CancellationToken ct)
    {
        var caller = Of(user);
        return caller with { Role = await RoleOf(workspace, caller.User, ct) };
    }

    public Task<WorkspaceRole?> RoleOf(WorkspaceId workspace, UserId user, CancellationToken ct) =>
        commands.Ask<Workspace, WorkspaceRole?>(StreamName.For(workspace), (state, _) => state.RoleOf(user), ct);

    /// <summary>The user groups that the caller is in, of all these workspaces.</summary>
    public async Task<IReadOnlyList<GroupId>> GroupsOf(ClaimsPrincipal user, IEnumerable<WorkspaceId> workspaces, CancellationToken ct)
    {
        var (me, groups) = (Of(user).User, new List<GroupId>());
        foreach (var workspace in workspaces)
            groups.AddRange(await commands.Ask<Workspace, IReadOnlyList<GroupId>>(StreamName.For(workspace), (state, _) => [.. state.Groups.Of(me)], ct));
        return groups;
    }

    /// <summary>The caller with its role in the channel's workspace.</summary>
    public async Task<Caller> In(ChannelId channel, ClaimsPrincipal user, CancellationToken ct) =>
        await HomeOf(channel, ct) is { } workspace ? await In(workspace, user, ct) : Of(user);

    public async Task<WorkspaceId?> HomeOf(ChannelId channel, CancellationToken ct)
    {
        if (homes.TryGetValue(channel, out var known)) return known;
        var home = await commands.Ask<Channel, WorkspaceId?>(
            StreamName.For(channel), static (state, _) => state.Exists ? state.WorkspaceId : null, ct);
        if (home is not { } workspace) return null;
        if (homes.Count > MaxKept) homes.Clear();
        return homes[channel] = workspace;
    }

    /// <summary>What the channel is at the head of the log, for somebody who may read it.</summary>
    /// <returns>Null where the caller may not know of it.</returns>
    public Task<ChannelAccess?> Reader(ChannelId channel, ClaimsPrincipal user, CancellationToken ct) => Reader(channel, Of(user), ct);

    /// <summary>The same for somebody who does not ask themselves.</summary>
    public async Task<ChannelAccess?> Reader(ChannelId channel, Caller caller, CancellationToken ct)
    {
        var access = await commands.Ask<Channel, ChannelAccess>(
            StreamName.For(channel),
            (state, version) => new(state.Exists, state.WorkspaceId, state.Kind, state.IsMember(caller.User), state.IsArchived, state.LastNumber, version), ct);
        if (!access.Exists) return null;
        if (access.IsMember) return access;
        return access.Kind == ChannelKind.Public && await RoleOf(access.WorkspaceId, caller.User, ct) >= WorkspaceRole.Member ? access : null;
    }
}

/// <param name="Version">Of the channel's stream when this was so.</param>
internal sealed record ChannelAccess(
    bool Exists, WorkspaceId WorkspaceId, ChannelKind Kind, bool IsMember, bool IsArchived, int LastNumber, long Version);
