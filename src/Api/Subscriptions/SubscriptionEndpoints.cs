using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using EventChat.Adapters.Subscriptions;
using EventChat.Api.Apps;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Subscriptions;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Subscriptions;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Subscriptions;

internal static class SubscriptionEndpoints
{
    private const int ChallengeBytes = 24, MaxTypeLength = 64;

    public static IServiceCollection AddSubscriptions(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().Configure<IConfiguration>(static (options, settings) => options.AllowedRanges = string.Join(',', settings.List($"{WebhookOptions.Section}:{nameof(options.AllowedRanges)}")));
        return services.AddSingleton<ISubscriptionRules, SubscriptionRules>().AddSingleton<SubscriptionDesk>();
    }

    public static IEndpointRouteBuilder MapSubscriptions(this IEndpointRouteBuilder routes)
    {
        var subscriptions = routes.MapGroup("").WithTags("Subscriptions").ForApps(AppScopes.SubscriptionsWrite);
        subscriptions.MapPost("/apps/{appId}/subscriptions", Create).WithSummary("Have events posted to an address, as an admin or as the app; the secret is told this once").Limited(RateKind.Webhooks).Repeatable()
            .Produces<SubscriptionResource>(201);
        subscriptions.MapGet("/apps/{appId}/subscriptions", List).WithSummary("Its subscriptions, as an admin or as the app").Produces<ListOf<SubscriptionResource>>();
        subscriptions.MapDelete("/apps/{appId}/subscriptions/{subscriptionId}", RemoveOf).WithSummary("End a subscription, as an admin or as the app").Produces(204);
        subscriptions.MapGet("/subscriptions/{subscriptionId}", Get).WithSummary("A subscription and how far it is").Produces<SubscriptionResource>();
        subscriptions.MapDelete("/subscriptions/{subscriptionId}", Remove).WithSummary("End a subscription, as an admin or as the app").Produces(204);
        subscriptions.MapPost("/subscriptions/{subscriptionId}/rewind", Rewind).WithSummary("Tell it all again that happened after a position").Limited(RateKind.Webhooks).Produces<SubscriptionResource>();
        subscriptions.MapPost("/subscriptions/{subscriptionId}/pause", Pause).WithSummary("Post nothing until it is resumed").Limited(RateKind.Webhooks).Produces<SubscriptionResource>();
        subscriptions.MapPost("/subscriptions/{subscriptionId}/resume", Resume).WithSummary("Go on where it stood").Limited(RateKind.Webhooks).Produces<SubscriptionResource>();
        subscriptions.MapPost("/subscriptions/{subscriptionId}/secret", Rotate).WithSummary("Sign with a new secret, and for a while with the old one too; the new one is told this once").Limited(RateKind.Webhooks)
            .Produces<SubscriptionResource>();
        subscriptions.MapDeliveries();
        return routes;
    }

    private static async Task<IResult> Create(
        AppId appId, CreateSubscriptionRequest body, HttpContext http, ClaimsPrincipal user, Bots bots, Callers callers, SubscriptionDesk desk, IOptions<WebhookOptions> options,
        WebhookSecrets secrets, CommandHandler commands, IEventStore store, CancellationToken ct)
    {
        var (key, caller) = (Idempotency.Key(http), Callers.Of(user));
        var (from, wrong) = From(body.From);
        var malformed = Idempotency.Refuses(key) ?? WebhookUrls.Refuses(body.Url, options.Value) ?? wrong
            ?? (body.EventTypes?.Any(static type => type is null or { Length: > MaxTypeLength }) == true ? new FieldInvalid("eventTypes", "'eventTypes' are names of event types.") : null);
        if (malformed is not null) return Problem.Of(malformed);
        if (await bots.HomeOf(appId, ct) is not { } workspace) return Problem.Of(new AppNotFound(appId));

        var id = Idempotency.IdFor(key, 'K', caller.User, $"subscriptions of {appId}", SubscriptionId.New);
        var command = new CreateSubscription(workspace, appId, id, body.Url!, body.EventTypes ?? [], body.ChannelIds ?? [], from, (await store.ReadHead(ct)).Value);
        if (await desk.Foresee(command, caller, ct) is { } foreseen) return Problem.Of(foreseen);
        if (await desk.BeyondToken(command, ((Member)user).Scopes, ct) is { } beyond) return Problem.Of(beyond);
        foreach (var channel in command.ChannelIds.Distinct())
            if (await callers.Reader(channel, new Caller(Bots.BotOf(appId)), ct) is not { } seen || seen.WorkspaceId != workspace) return Problem.Of(new ChannelNotFound(channel));
        if (!await desk.IsMade(command, ct) && await desk.Challenge(command, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ChallengeBytes)), ct) is { } why)
            return Problem.Of(new ChallengeFailed(why));

        var result = await commands.Handle(command, caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(result.Last!.Position);
        http.Response.Headers.Location = $"/api/v1/subscriptions/{id}";
        var made = await desk.Find(workspace, id, ct);
        if (made is not var (resource, generation)) return Problem.Of(new SubscriptionNotFound(id));
        return Sized.Created(resource with { Secret = await secrets.Of(id.ToString(), generation, ct) }, ApiJson.Default.SubscriptionResource);
    }

    private static async Task<IResult> List(AppId appId, ClaimsPrincipal user, Bots bots, SubscriptionDesk desk, CancellationToken ct, int? limit = null, string? after = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        SubscriptionId? last = Id.TryParse<SubscriptionId>(after, out var parsed) ? parsed : null;
        if (after is not null && last is null) return Problem.Of(new CursorInvalid("after"));
        if (await bots.HomeOf(appId, ct) is not { } workspace) return Problem.Of(new AppNotFound(appId));
        var (found, why) = await desk.List(workspace, appId, Callers.Of(user), last, (limit ?? Paging.DefaultLimit) + 1, ct);
        if (why is not null) return Problem.Of(why);
        var (page, more) = Paging.Cut(found, limit ?? Paging.DefaultLimit);
        return Sized.Ok(new ListOf<SubscriptionResource>(page, more ? $"{page[^1].Id}" : null), ApiJson.Default.ListOfSubscriptionResource);
    }

    private static async Task<IResult> Get(SubscriptionId subscriptionId, ClaimsPrincipal user, SubscriptionDesk desk, Callers callers, CancellationToken ct)
    {
        var (view, refusal) = await desk.View(subscriptionId, Callers.Of(user), ct);
        return view is null ? Problem.Of(refusal!) : await Show(view, desk, null, user, callers, ct);
    }

    private static Task<IResult> Remove(SubscriptionId subscriptionId, HttpContext http, ClaimsPrincipal user, SubscriptionDesk desk, CancellationToken ct) =>
        RemoveOf(null, subscriptionId, http, user, desk, ct);

    private static async Task<IResult> RemoveOf(AppId? appId, SubscriptionId subscriptionId, HttpContext http, ClaimsPrincipal user, SubscriptionDesk desk, CancellationToken ct) =>
        await desk.Remove(appId, subscriptionId, Callers.Of(user), http, ct) is { } refusal ? Problem.Of(refusal) : TypedResults.NoContent();

    private static async Task<IResult> Rewind(SubscriptionId subscriptionId, RewindRequest body, HttpContext http, ClaimsPrincipal user, SubscriptionDesk desk, Callers callers, IEventStore store, CancellationToken ct)
    {
        if (body.Position is not >= 0 || body.Position is not { } position) return Problem.Of(new FieldInvalid("position", "'position' is a position in the log, 0 for the beginning."));
        var head = await store.ReadHead(ct);
        return await Change(subscriptionId, w => new RewindSubscription(w, subscriptionId, position, head.Value), http, user, desk, callers, ct);
    }

    private static Task<IResult> Pause(SubscriptionId subscriptionId, HttpContext http, ClaimsPrincipal user, SubscriptionDesk desk, Callers callers, CancellationToken ct) =>
        Change(subscriptionId, w => new PauseSubscription(w, subscriptionId, Events.Subscriptions.PauseReason.Asked), http, user, desk, callers, ct);

    private static Task<IResult> Resume(SubscriptionId subscriptionId, HttpContext http, ClaimsPrincipal user, SubscriptionDesk desk, Callers callers, CancellationToken ct) =>
        Change(subscriptionId, w => new ResumeSubscription(w, subscriptionId), http, user, desk, callers, ct);

    private static async Task<IResult> Rotate(
        SubscriptionId subscriptionId, RotateSecretRequest body, HttpContext http, ClaimsPrincipal user, SubscriptionDesk desk, Callers callers, WebhookSecrets secrets, CancellationToken ct)
    {
        var overlap = body.OverlapMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : RotateSubscriptionSecret.DefaultOverlap;
        if (overlap < TimeSpan.Zero || overlap > RotateSubscriptionSecret.LongestOverlap)
            return Problem.Of(new FieldInvalid("overlapMinutes", $"'overlapMinutes' is 0 to {RotateSubscriptionSecret.LongestOverlap.TotalMinutes}."));
        return await Change(
            subscriptionId, w => new RotateSubscriptionSecret(w, subscriptionId, overlap), http, user, desk, callers, ct,
            async generation => await secrets.Of(subscriptionId.ToString(), generation, ct));
    }

    private static async Task<IResult> Change(
        SubscriptionId id, Func<WorkspaceId, ICommand<Workspace>> command, HttpContext http, ClaimsPrincipal user, SubscriptionDesk desk, Callers callers, CancellationToken ct,
        Func<int, Task<string>>? secret = null)
    {
        var (view, refusal) = await desk.Change(id, command, Callers.Of(user), http, ct);
        return view is null ? Problem.Of(refusal!) : await Show(view, desk, secret, user, callers, ct);
    }

    private static async Task<IResult> Show(SubscriptionView view, SubscriptionDesk desk, Func<int, Task<string>>? secret, ClaimsPrincipal user, Callers callers, CancellationToken ct) =>
        await desk.Show(view, secret, user, callers, ct) is { } found ? Sized.Ok(found, ApiJson.Default.SubscriptionResource) : Problem.Of(new SubscriptionNotFound(view.SubscriptionId));

    private static (long? From, FieldInvalid? Wrong) From(JsonElement? from) => from switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => (null, null),
        { ValueKind: JsonValueKind.String } word when word.ValueEquals("now") => (null, null),
        { ValueKind: JsonValueKind.String } word when word.ValueEquals("beginning") => (0, null),
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var position) && position >= 0 => (position, null),
        _ => (null, new("from", "'from' is \"now\", \"beginning\" or a position in the log.")),
    };
}

public sealed record ChallengeFailed(string Why) : Refusal.Invalid("subscription.challenge-failed", $"The address did not answer the challenge with the same challenge: {Why}.", "url");
