using System.Security.Claims;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Api.Workspaces;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Invites;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Invites;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Invites;

namespace EventChat.Api.Invites;

internal static class InviteEndpoints
{
    private const int MostUses = 100_000, MostChannels = 100;

    public static IServiceCollection AddInvites(this IServiceCollection services) =>
        services.AddSingleton<InviteMail>().AddSingleton<InviteAcceptance>();

    public static IEndpointRouteBuilder MapInvites(this IEndpointRouteBuilder routes)
    {
        var invites = routes.MapGroup("").WithTags("Invites");
        invites.MapPost("/workspaces/{workspaceId}/invites", Create).WithSummary("Invite people, as an admin; the code is told this once").Repeatable()
            .Produces<InviteResource>(201);
        invites.MapGet("/workspaces/{workspaceId}/invites", List).WithSummary("Its open invites, without their codes").ReadsFrom(InviteProjection.Name).Refuses(403)
            .Produces<ListOf<InviteResource>>();
        invites.MapDelete("/invites/{inviteId}", Revoke).WithSummary("Let nobody in by it any more, as an admin").Produces(204);
        invites.MapPost("/invites/{code}/accept", InviteAcceptance.Accept).WithSummary("Come into the workspace").Limited(RateKind.Invites)
            .Produces<WorkspaceResource>();
        return routes;
    }

    private static async Task<IResult> Create(
        WorkspaceId workspaceId, CreateInviteRequest body, HttpContext http, ClaimsPrincipal user, Callers callers, CommandHandler commands, WorkspaceCodes codes,
        InviteMail mail, CancellationToken ct)
    {
        var (key, channels) = (Idempotency.Key(http), (body.ChannelIds ?? []).Distinct().ToList());
        if ((Idempotency.Refuses(key) ?? Refuses(body, channels)) is { } malformed) return Problem.Of(malformed);

        var caller = await callers.In(workspaceId, user, ct);
        if (caller.Role is null) return Problem.Of(new WorkspaceNotFound(workspaceId));
        if (!caller.IsAdmin) return Problem.Of(new AdminsOnly("invite people"));
        foreach (var channel in channels)
            if (await callers.Reader(channel, user, ct) is not { Kind: ChannelKind.Public or ChannelKind.Private } access || access.WorkspaceId != workspaceId)
                return Problem.Of(new ChannelNotFound(channel));

        var code = await codes.Draw(WorkspaceCodes.Invites, workspaceId, caller.User, key, ct);
        var id = Idempotency.IdFor(key, 'I', caller.User, $"invites of {workspaceId}", InviteId.New);
        var result = await commands.Handle(
            new CreateInvite(workspaceId, id, WorkspaceCode.Hash(code), body.Role ?? WorkspaceRole.Member, channels, body.ExpiresAt, body.MaxUses, body.Email), caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);

        http.Tell(result.Last!.Position);
        var made = (InviteCreated)result.Events[0].Event;
        if (made.Email is { } address) mail.Send(id, workspaceId, code, address, caller.User);
        return Sized.Created(
            new InviteResource(
                id, workspaceId, code, made.Role, made.MaxUses, 0, made.ExpiresAt, made.ChannelIds, made.Email, caller.User, result.Events[0].RecordedAt),
            ApiJson.Default.InviteResource);
    }

    private static async Task<IResult> List(
        WorkspaceId workspaceId, ClaimsPrincipal user, Callers callers, InviteQueries invites, CommandHandler commands, TimeProvider clock, CancellationToken ct,
        int? limit = null, string? after = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        if (after is not null && !Id.TryParse<InviteId>(after, out _)) return Problem.Of(new CursorInvalid("after"));
        var caller = await callers.In(workspaceId, user, ct);
        if (caller.Role is null) return Problem.Of(new WorkspaceNotFound(workspaceId));
        if (!caller.IsAdmin) return Problem.Of(new AdminsOnly("see invites"));

        var (size, now) = (limit ?? Paging.DefaultLimit, clock.GetUtcNow());
        var (page, more) = Paging.Cut(await invites.Open(workspaceId, after ?? "", now, size + 1, ct), size);
        var shown = page.Select(static i => (Id: Id.Parse<InviteId>(i.Id), View: i)).ToList();
        var counting = await commands.Ask<Workspace, HashSet<InviteId>>(
            StreamName.For(workspaceId), (w, _) => [.. shown.Select(static i => i.Id).Where(id => w.Invites.Find(id)?.Counts(w, now) == true)], ct);
        HashSet<ChannelId> visible = [];
        foreach (var channel in page.SelectMany(static i => i.ChannelIds).Distinct())
            if (await callers.Reader(channel, user, ct) is not null) visible.Add(channel);
        return Sized.Ok(
            new ListOf<InviteResource>(
                [.. shown.Where(i => counting.Contains(i.Id)).Select(i => InviteResource.Of(i.Id, i.View, visible))], more ? page[^1].Id : null),
            ApiJson.Default.ListOfInviteResource);
    }

    private static async Task<IResult> Revoke(
        InviteId inviteId, HttpContext http, ClaimsPrincipal user, InviteQueries invites, CommandHandler commands, IEventStore store, CancellationToken ct)
    {
        if (await invites.WorkspaceOf(inviteId, ct) is not { } workspace) return Problem.Of(new InviteNotFound());
        var result = await commands.Handle(new RevokeInvite(workspace, inviteId), Callers.Of(user), ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);

        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        return TypedResults.NoContent();
    }

    private static Refusal? Refuses(CreateInviteRequest body, List<ChannelId> channels) =>
        body.MaxUses is < 1 or > MostUses ? new FieldInvalid("maxUses", $"'maxUses' is 1 to {MostUses}, or absent for any number.")
        : channels.Count > MostChannels ? new FieldInvalid("channelIds", $"'channelIds' names at most {MostChannels} channels.")
        : body.Email is null ? null : Fields.Email(body.Email);
}

/// <param name="Role">A member's where it is left out.</param>
public sealed record CreateInviteRequest(
    WorkspaceRole? Role, int? MaxUses, DateTimeOffset? ExpiresAt, IReadOnlyList<ChannelId>? ChannelIds, string? Email);

/// <param name="Code">Only in the answer that made it.</param>
/// <param name="MaxUses">Absent where any number may come.</param>
public sealed record InviteResource(
    InviteId Id, WorkspaceId WorkspaceId, string? Code, WorkspaceRole Role, int? MaxUses, int Uses, DateTimeOffset ExpiresAt, IReadOnlyList<ChannelId> ChannelIds,
    string? Email, UserId CreatedBy, DateTimeOffset CreatedAt)
{
    /// <param name="visible">The channels that the reader may know of.</param>
    public static InviteResource Of(InviteId id, InviteView view, HashSet<ChannelId> visible) => new(
        id, view.WorkspaceId, null, view.Role, view.MaxUses, view.Uses, view.ExpiresAt, [.. view.ChannelIds.Where(visible.Contains)], view.Email, view.CreatedBy, view.CreatedAt);
}
