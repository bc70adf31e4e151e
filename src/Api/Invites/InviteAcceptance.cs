using System.Security.Claims;
using EventChat.Api.Http;
using EventChat.Api.Workspaces;
using EventChat.Commands.Handling;
using EventChat.Commands.Invites;
using EventChat.Commands.Users;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Api.Invites;

/// <summary>The workspace first, and then the channels; a repeat goes on where a first try was cut short.</summary>
internal sealed class InviteAcceptance(CommandHandler commands, IEventStore store)
{
    /// <summary>All codes that do not count take the same way to the same answer.</summary>
    public static async Task<IResult> Accept(string code, HttpContext http, ClaimsPrincipal user, InviteAcceptance invites, CancellationToken ct)
    {
        var caller = Callers.Of(user);
        var (workspace, hash) = InviteCode.Read(code);
        var result = await invites.Join(workspace, hash, caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);

        http.Tell(await invites.Enter(workspace, hash, caller, result, ct));
        return Sized.Ok(await invites.Show(workspace, caller.User, ct), ApiJson.Default.WorkspaceResource);
    }

    private async Task<CommandResult> Join(WorkspaceId workspace, string hash, Caller caller, CancellationToken ct)
    {
        var email = await commands.Ask<User, string>(StreamName.For(caller.User), static (u, _) => u.Email, ct);
        return await commands.Handle(new AcceptInvite(workspace, hash, email), caller, ct);
    }

    /// <returns>The position of the last thing that was changed.</returns>
    private async Task<Position> Enter(WorkspaceId workspace, string hash, Caller caller, CommandResult joined, CancellationToken ct)
    {
        var channels = await commands.Ask<Workspace, IReadOnlyList<ChannelId>>(
            StreamName.For(workspace),
            (w, _) => w.RoleOf(caller.User) is not null && w.Invites.Find(hash) is { } invite && invite.WasUsedBy(caller.User) ? invite.Terms.ChannelIds : [], ct);
        var last = joined.Last?.Position;
        foreach (var channel in channels)
        {
            var entered = await commands.Handle(new JoinByInvite(channel, workspace, IsRepeat: joined.Last is null), caller, ct);
            if (entered.Last?.Position is { } position && !(position < last)) last = position;
        }

        return last ?? await store.ReadHead(ct);
    }

    private Task<WorkspaceResource> Show(WorkspaceId workspace, UserId user, CancellationToken ct) => commands.Ask<Workspace, WorkspaceResource>(
        StreamName.For(workspace), (w, _) => new(workspace, w.Name, w.Slug, w.RoleOf(user), w.CreatedAt), ct);
}
