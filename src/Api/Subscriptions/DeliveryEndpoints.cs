using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Subscriptions;
using EventChat.Projections.Subscriptions;

namespace EventChat.Api.Subscriptions;

/// <summary>What was posted and what came of it; posting one again, and posting one to try.</summary>
internal static class DeliveryEndpoints
{
    private const string TestType = "subscription.test";

    public static void MapDeliveries(this IEndpointRouteBuilder subscriptions)
    {
        subscriptions.MapGet("/subscriptions/{subscriptionId}/deliveries", List).WithSummary("What was posted and what came of it, newest first, of the last days").Produces<ListOf<DeliveryResource>>();
        subscriptions.MapGet("/subscriptions/{subscriptionId}/deliveries/{deliveryId:long}", Get).WithSummary("One delivery with the body that was sent").Produces<DeliveryResource>();
        subscriptions.MapPost("/subscriptions/{subscriptionId}/deliveries/{deliveryId:long}/redeliver", Redeliver).WithSummary("Post it once more, now, whatever else waits").Limited(RateKind.Webhooks)
            .AppendsNothing().Refuses(409).Produces<PostedResource>();
        subscriptions.MapPost("/subscriptions/{subscriptionId}/test", Test).WithSummary("Post something to try the address").Limited(RateKind.Webhooks).AppendsNothing().Produces<PostedResource>();
    }

    private static async Task<IResult> List(
        SubscriptionId subscriptionId, ClaimsPrincipal user, SubscriptionDesk desk, Callers callers, DeliveryLog log, CancellationToken ct, int? limit = null, string? before = null)
    {
        if (Paging.Refuses(limit) is { } wrong) return Problem.Of(wrong);
        var id = long.MaxValue;
        if (before is not null && !long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out id)) return Problem.Of(new CursorInvalid("before"));
        var (view, refusal) = await desk.View(subscriptionId, Callers.Of(user), ct);
        if (view is null) return Problem.Of(refusal!);
        var size = limit ?? Paging.DefaultLimit;
        var (page, more) = Paging.Cut(await log.Before(view.Id, id, size + 1, ct), size);
        var hidden = await desk.Hidden(view, page.Select(static d => SubscriptionDesk.ChannelOf(d.Stream)), user, callers, ct);
        return Sized.Ok(
            new ListOf<DeliveryResource>([.. page.Select(d => Of(d, hidden))], more ? page[^1].Id.ToString(CultureInfo.InvariantCulture) : null), ApiJson.Default.ListOfDeliveryResource);
    }

    private static async Task<IResult> Get(
        SubscriptionId subscriptionId, long deliveryId, ClaimsPrincipal user, SubscriptionDesk desk, Callers callers, DeliveryLog log, ISubscriptionRules rules, IEventStore store, CancellationToken ct)
    {
        var (view, refusal) = await desk.View(subscriptionId, Callers.Of(user), ct);
        if (view is null) return Problem.Of(refusal!);
        if (await log.Find(view.Id, deliveryId, ct) is not { } delivery) return Problem.Of(new DeliveryNotFound(deliveryId));
        var (recorded, withWords) = await Event(view, delivery, rules, store, ct);
        var hidden = await desk.Hidden(view, [SubscriptionDesk.ChannelOf(delivery.Stream)], user, callers, ct);
        var isOpen = hidden.Count == 0 && (((Member)user).Scopes is not { } own || (TellableEvents.Scopes.TryGetValue(delivery.Type, out var scope) && own.Contains(scope)));
        JsonElement? body = recorded is null || !isOpen ? null : JsonElement.Parse(Courier.Envelope(view, recorded, withWords).Span);
        return Sized.Ok(Of(delivery, hidden, body), ApiJson.Default.DeliveryResource);
    }

    private static async Task<IResult> Redeliver(
        SubscriptionId subscriptionId, long deliveryId, ClaimsPrincipal user, SubscriptionDesk desk, DeliveryLog log, ISubscriptionRules rules, Courier courier, IEventStore store, CancellationToken ct)
    {
        var (view, refusal) = await desk.View(subscriptionId, Callers.Of(user), ct);
        if (view is null) return Problem.Of(refusal!);
        if (await log.Find(view.Id, deliveryId, ct) is not { } delivery) return Problem.Of(new DeliveryNotFound(deliveryId));
        var (recorded, withWords) = await Event(view, delivery, rules, store, ct);
        if (recorded is null) return Problem.Of(new NotToldAnyMore());
        return Sized.Ok(PostedResource.Of(await courier.Send(view, recorded, withWords, delivery.Attempt + 1, ct)), ApiJson.Default.PostedResource);
    }

    private static async Task<IResult> Test(
        SubscriptionId subscriptionId, ClaimsPrincipal user, SubscriptionDesk desk, IWebhookEndpoints endpoints, TimeProvider clock, CancellationToken ct)
    {
        var (view, refusal) = await desk.View(subscriptionId, Callers.Of(user), ct);
        if (view is null) return Problem.Of(refusal!);
        var id = Guid.CreateVersion7();
        var json = Courier.Envelope(view, TestType, id, clock.GetUtcNow(), JsonElement.Parse("""{"text":"This is a test."}"""));
        return Sized.Ok(PostedResource.Of(await endpoints.Post(view.Address, $"{view.Id}-test-{id:N}", json, Courier.ContentType, ct)), ApiJson.Default.PostedResource);
    }

    /// <summary>The event itself as it may be told now; null where it may not.</summary>
    private static async Task<(RecordedEvent? Event, bool WithWords)> Event(SubscriptionView view, Delivery delivery, ISubscriptionRules rules, IEventStore store, CancellationToken ct)
    {
        await foreach (var recorded in store.ReadStreamBackwards(new(delivery.Stream), delivery.Version + 1, ct))
            return recorded.Position.Value != delivery.Position ? (null, false) : await rules.Judge(view, recorded, ct) switch
            {
                Verdict.Tell => (recorded, true),
                Verdict.TellWithoutWords => (recorded, false),
                _ => (null, false),
            };
        return (null, false);
    }

    private static DeliveryResource Of(Delivery d, HashSet<ChannelId> hidden, JsonElement? request = null) => new(
        d.Id, $"{d.Subscription}-{d.Position}", d.Type, d.Position, SubscriptionDesk.ChannelOf(d.Stream) is { } channel && !hidden.Contains(channel) ? channel : null, d.Version, d.At, d.Attempt, d.Status, d.TookMs, d.Error, d.Answer, request);
}

public sealed record DeliveryNotFound(long Id) : Refusal.NotFound("delivery.not-found", $"No delivery {Id} of this subscription is listed.");

public sealed record NotToldAnyMore() : Refusal.Conflict("delivery.not-told", "The bot may not see this any more, or the subscription is paused.");
