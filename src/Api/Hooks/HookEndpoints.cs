using System.Security.Claims;
using EventChat.Adapters.Mail;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Hooks;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Hooks;

internal static class HookEndpoints
{
    public static IServiceCollection AddHooks(this IServiceCollection services) =>
        services.AddSingleton<HookDoor>().AddSingleton<HookDesk>().AddSingleton<HookBudgets>().AddSingleton<HookReceiver>();

    public static IEndpointRouteBuilder MapHooks(this IEndpointRouteBuilder routes)
    {
        var hooks = routes.MapGroup("/channels/{channelId}/webhooks").WithTags("Webhooks");
        hooks.MapPost("/", Create).WithSummary("Make an address at which programs post into the channel as they do at Slack's, as an admin; it is told this once")
            .Limited(RateKind.Webhooks).Repeatable().Produces<HookResource>(201);
        hooks.MapGet("/", List).WithSummary("The channel's webhooks, as an admin; no address is told").Refuses(403).Produces<ListOf<HookResource>>();
        hooks.MapDelete("/{hookId}", Remove).WithSummary("Remove it, as an admin: nothing comes through it from the answer on").Produces(204);
        return routes;
    }

    private static async Task<IResult> Create(
        ChannelId channelId, CreateHookRequest body, HttpContext http, ClaimsPrincipal user, Callers callers, HookDoor door, HookDesk desk, CommandHandler commands,
        IOptions<MailOptions> mail, CancellationToken ct)
    {
        var key = Idempotency.Key(http);
        if ((Idempotency.Refuses(key) ?? Fields.Line(body.Name, "name", 1, 80)) is { } malformed) return Problem.Of(malformed);
        if (await callers.Reader(channelId, user, ct) is not { } channel) return Problem.Of(new ChannelNotFound(channelId));

        var caller = await callers.In(channel.WorkspaceId, user, ct);
        var id = Idempotency.IdFor(key, 'N', caller.User, $"webhooks of {channelId}", HookId.New);
        var token = await door.Draw(key is null ? null : $"{id}", ct);
        var command = new CreateHook(channel.WorkspaceId, id, channelId, HookDoor.BotOf(id), Fields.Name(body.Name!), HookToken.Hash(token), body.AnyChannel ?? false);
        var result = await desk.Create(command, token, caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);

        http.Tell(result.Last!.Position);
        var address = mail.Value.BaseUrl is { Length: > 0 } known ? known.TrimEnd('/') : $"{http.Request.Scheme}://{http.Request.Host}";
        var made = await commands.Ask<Workspace, HookResource?>(
            StreamName.For(channel.WorkspaceId), (w, _) => w.Hooks.Made(id) is { } hook ? HookResource.Of(hook, $"{address}{HookReceiver.Path}/{token}") : null, ct);
        return made is null ? Problem.Of(new HookNotFound(id)) : Sized.Created(made, ApiJson.Default.HookResource);
    }

    private static async Task<IResult> List(
        ChannelId channelId, ClaimsPrincipal user, Callers callers, CommandHandler commands, CancellationToken ct, int? limit = null, string? after = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        HookId? last = Id.TryParse<HookId>(after, out var parsed) ? parsed : null;
        if (after is not null && last is null) return Problem.Of(new CursorInvalid("after"));
        if (await callers.Reader(channelId, user, ct) is not { } channel) return Problem.Of(new ChannelNotFound(channelId));
        if (!(await callers.In(channel.WorkspaceId, user, ct)).IsAdmin) return Problem.Of(new AdminsOnly("see webhooks"));

        var size = limit ?? Paging.DefaultLimit;
        var found = await commands.Ask<Workspace, List<HookResource>>(
            StreamName.For(channel.WorkspaceId),
            (w, _) => [.. w.Hooks.Of(channelId).Where(h => last is not { } id || h.Version > (w.Hooks.Made(id)?.Version ?? 0)).Take(size + 1).Select(static h => HookResource.Of(h, null))], ct);
        var (page, more) = Paging.Cut(found, size);
        return Sized.Ok(new ListOf<HookResource>(page, more ? $"{page[^1].Id}" : null), ApiJson.Default.ListOfHookResource);
    }

    private static async Task<IResult> Remove(
        ChannelId channelId, HookId hookId, HttpContext http, ClaimsPrincipal user, Callers callers, HookDesk desk, IEventStore store, CancellationToken ct)
    {
        if (await callers.Reader(channelId, user, ct) is not { } channel) return Problem.Of(new ChannelNotFound(channelId));
        if (await desk.Remove(new(channel.WorkspaceId, channelId, hookId), Callers.Of(user), ct) is { } refusal) return Problem.Of(refusal);
        http.Tell(await store.ReadHead(ct));
        return TypedResults.NoContent();
    }
}

/// <param name="Name">By which its messages are shown, unless they bring another.</param>
/// <param name="AnyChannel">Let what is sent choose another public channel of the workspace by <c>channel</c>; otherwise that is passed over.</param>
public sealed record CreateHookRequest(string? Name, bool? AnyChannel);

/// <param name="BotUserId">The member of the workspace that it posts as.</param>
/// <param name="Url">Where programs post. Only where it has just been made, because it is the secret.</param>
public sealed record HookResource(
    HookId Id, ChannelId ChannelId, string Name, UserId BotUserId, bool AnyChannel, UserId CreatedBy, DateTimeOffset CreatedAt, string? Url)
{
    internal static HookResource Of(Hook hook, string? url) => new(hook.Id, hook.ChannelId, hook.Name, hook.BotUserId, hook.AnyChannel, hook.CreatedBy, hook.CreatedAt, url);
}
