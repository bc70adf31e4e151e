using EventChat.Api.Http;
using EventChat.Commands.Audit;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Projections.Invites;

namespace EventChat.Api.Audit;

/// <summary>
/// Puts into the log that a member was refused what takes a higher role. It hangs on the refusal and not on endpoints, so that a new one is covered without
/// anybody remembering.
/// </summary>
internal sealed class RefusedAccess(CommandHandler commands, Callers callers, InviteQueries invites)
{
    private const string Base = "/api/v1/";

    private const string Officers = "compliance.officers-only";

    /// <summary>Roles above a member's, and the officers' grant; what guests may not is no administration.</summary>
    public static bool IsMeant(string code) => (code.StartsWith("role.", StringComparison.Ordinal) && code != "role.guest") || code == Officers;

    /// <summary>Never in the way of the answer, and not to be escaped by hanging up.</summary>
    public async Task Record(HttpContext http)
    {
        if (http.User is not Auth.Member member || http.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } route }) return;
        if (await WorkspaceOf(http.Request.RouteValues) is not { } workspace) return;
        var address = route.StartsWith(Base, StringComparison.Ordinal) ? route[Base.Length..] : route;
        await commands.Handle(new RecordRefusedAccess(workspace, $"{http.Request.Method} {address}"), member.Caller);
    }

    private async Task<WorkspaceId?> WorkspaceOf(RouteValueDictionary ids) =>
        Id.TryParse<WorkspaceId>(ids["workspaceId"] as string, out var workspace) ? workspace
        : Id.TryParse<ChannelId>(ids["channelId"] as string, out var channel) ? await callers.HomeOf(channel, CancellationToken.None)
        : Id.TryParse<InviteId>(ids["inviteId"] as string, out var invite) ? await invites.WorkspaceOf(invite, CancellationToken.None)
        : null;
}
