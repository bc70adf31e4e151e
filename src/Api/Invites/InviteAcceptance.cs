using System.Security.Claims;
using EventChat.Api.Http;
using EventChat.Api.Workspaces;
using EventChat.Commands.Handling;
using EventChat.Commands.Invites;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Api.Invites;

/// <summary>The workspace first, and then the channels; a repeat goes on where a first try was cut short.</summary>
internal sealed class InviteAcceptance(CommandHandler commands, Departures departures, Newcomers newcomers, IEventStore store)
{
    /// <summary>All codes that do not count take the same way to the same answer.</summary>
    public static async Task<IResult> Accept(string code, HttpContext http, ClaimsPrincipal user, InviteAcceptance invites, CancellationToken ct)
    {
        var caller = Callers.Of(user);
        var (workspace, hash) = WorkspaceCode.Read(code);
        var result = await invites.Join(workspace, hash, caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        if (await invites.Enter(workspace, hash, caller, result) is not { } position) return Problem.Of(new InviteNotFound());

        http.Tell(position);
        return Sized.Ok(await invites.Show(workspace, caller.User, ct), ApiJson.Default.WorkspaceResource);
    }

    private async Task<CommandResult> Join(WorkspaceId workspace, string hash, Caller caller, CancellationToken ct)
    {
        if (await departures.FinishEarlier(workspace, caller.User, ct) is { } unfinished) return CommandResult.Of(unfinished);
        var email = await commands.Ask<User, string>(StreamName.For(caller.User), static (u, _) => u.Email, ct);
        return await commands.Handle(new AcceptInvite(workspace, hash, email), caller, ct);
    }

    /// <summary>Not cut short when the client goes: who is in the workspace by now comes into its channels too.</summary>
    /// <returns>A position that has all that was changed; null where the caller was removed from the workspace meanwhile.</returns>
    private async Task<Position?> Enter(WorkspaceId workspace, string hash, Caller caller, CommandResult joined)
    {
        var ct = CancellationToken.None;
        var channels = await commands.Ask<Workspace, IReadOnlyList<ChannelId>?>(
            StreamName.For(workspace),
            (w, _) => w.RoleOf(caller.User) is null ? null : w.Invites.Find(hash) is { } invite && invite.WasUsedBy(caller.User) ? invite.Terms.ChannelIds : [], ct);
        if (channels is null) return null;

        var last = joined.Last?.Position;
        foreach (var channel in channels)
        {
            var entered = await commands.Handle(new JoinByInvite(channel, workspace, IsRepeat: joined.Last is null), caller, ct);
            if (await departures.TakesBack(channel, caller.User, entered, ct)) return null;
            if (entered.Last?.Position is { } position && !(position < last)) last = position;
        }

        if (joined.Last?.Event is not WorkspaceMemberJoined newcomer) return last ?? await store.ReadHead(ct);
        await newcomers.Welcome(workspace, newcomer.UserId, newcomer.Role, ct);
        return await store.ReadHead(ct);
    }

    private Task<WorkspaceResource> Show(WorkspaceId workspace, UserId user, CancellationToken ct) => commands.Ask<Workspace, WorkspaceResource>(
        StreamName.For(workspace), (w, _) => new(workspace, w.Name, w.Slug, w.RoleOf(user), w.CreatedAt), ct);
}
