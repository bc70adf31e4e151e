using System.Buffers.Text;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using EventChat.Adapters.Http;
using EventChat.Adapters.Push;
using EventChat.Api.Http;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Store;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Notifications;

internal static class PushEndpoints
{
    private const int PointBytes = 65, AuthBytes = 16;

    public static IEndpointRouteBuilder MapPushes(this IEndpointRouteBuilder routes)
    {
        var pushes = routes.MapGroup("").WithTags("Me");
        pushes.MapGet("/push/key", Key).WithSummary("The key that a browser subscribes to pushes with").Refuses(404).Produces<PushKeyResource>();
        pushes.MapGet("/me/push-subscriptions", List).WithSummary("Your browsers that are pushed to").Produces<ListOf<PushSubscriptionResource>>();
        pushes.MapPut("/me/push-subscriptions", Subscribe).WithSummary("Push to this browser while this session lasts; the body is what the browser's subscription says of itself")
            .Refuses(404, 409).Produces<PushSubscriptionResource>();
        pushes.MapDelete("/me/push-subscriptions/{subscriptionId}", Unsubscribe).WithSummary("Push to that browser no more").Produces(204);
        return routes;
    }

    private static async Task<IResult> Key(PushKeys keys, IOptions<PushOptions> options, CancellationToken ct) => options.Value.IsOn
        ? Sized.Ok(new PushKeyResource(await keys.Public(ct)), ApiJson.Default.PushKeyResource)
        : Problem.Of(new PushesOff());

    private static async Task<IResult> List(ClaimsPrincipal user, PushSubscriptions subscriptions, CancellationToken ct) => Sized.Ok(
        new ListOf<PushSubscriptionResource>([.. (await subscriptions.Of(Callers.Of(user).User, ct)).Select(PushSubscriptionResource.Of)], null),
        ApiJson.Default.ListOfPushSubscriptionResource);

    private static async Task<IResult> Subscribe(
        PushSubscriptionRequest body, HttpContext http, ClaimsPrincipal user, PushSubscriptions subscriptions, IOptions<PushOptions> options, IEventStore store,
        CancellationToken ct)
    {
        if (!options.Value.IsOn) return Problem.Of(new PushesOff());
        if (Refuses(body, options.Value.Guard) is { } refusal) return Problem.Of(refusal);

        var caller = Callers.Of(user);
        var address = new PushAddress(
            PushSubscriptions.IdOf(body.Endpoint!), caller.User, caller.Session!.Value, body.Endpoint!, body.Keys!.P256dh!, body.Keys.Auth!);
        if (!await subscriptions.Save(address, ct)) return Problem.Of(new TooManyPushSubscriptions());
        http.Tell(await store.ReadHead(ct));
        return Sized.Ok(PushSubscriptionResource.Of(address), ApiJson.Default.PushSubscriptionResource);
    }

    private static async Task<IResult> Unsubscribe(
        string subscriptionId, HttpContext http, ClaimsPrincipal user, PushSubscriptions subscriptions, IEventStore store, CancellationToken ct)
    {
        if (!Fields.IsText(subscriptionId) || !await subscriptions.Remove(subscriptionId, Callers.Of(user).User, ct)) return Problem.Of(new PushSubscriptionNotFound());
        http.Tell(await store.ReadHead(ct));
        return TypedResults.NoContent();
    }

    /// <summary>A name is looked up when something is sent; an address that is written out can be refused at once.</summary>
    private static FieldInvalid? Refuses(PushSubscriptionRequest body, AddressGuard guard)
    {
        var url = Uri.TryCreate(body.Endpoint, UriKind.Absolute, out var parsed) ? parsed : null;
        var written = IPAddress.TryParse(url?.Host.Trim('[', ']'), out var address) ? address : null;
        var isOwn = written is not null && guard.IsAllowed(written);
        if (body.Endpoint is not { Length: > 0 } endpoint || Fields.Url(isOwn ? endpoint.Replace("http://", "https://", StringComparison.Ordinal) : endpoint, "endpoint") is not null)
            return new FieldInvalid("endpoint", "'endpoint' is an https address of at most 2048 characters, as the browser's subscription has it.");
        if (written is not null && !guard.Lets(written, url!.Port)) return new FieldInvalid("endpoint", "'endpoint' is no address of the open internet.");
        if (Bytes(body.Keys?.P256dh, PointBytes) is not { } point || !IsOnCurve(point))
            return new FieldInvalid("keys.p256dh", "'keys.p256dh' is the browser's public key: an uncompressed point of P-256, in base64url.");
        return Bytes(body.Keys?.Auth, AuthBytes) is null ? new FieldInvalid("keys.auth", "'keys.auth' is the browser's secret: 16 bytes, in base64url.") : null;
    }

    private static byte[]? Bytes(string? text, int length)
    {
        var bytes = new byte[length];
        return text?.Length == Base64Url.GetEncodedLength(length) && Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out _) ? bytes : null;
    }

    private static bool IsOnCurve(byte[] point)
    {
        if (point[0] != 4) return false;
        try
        {
            using var key = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = point[1..33], Y = point[33..] } });
            return true;
        }
        catch (CryptographicException) { return false; }
    }
}

/// <param name="Endpoint">The push service's address for this browser.</param>
public sealed record PushSubscriptionRequest(string? Endpoint, PushSubscriptionKeys? Keys);

public sealed record PushSubscriptionKeys(string? P256dh, string? Auth);

/// <param name="Service">Who delivers to it: the host of the endpoint, which is not told whole.</param>
public sealed record PushSubscriptionResource(string Id, string Service, SessionId SessionId)
{
    internal static PushSubscriptionResource Of(PushAddress address) => new(address.Id, new Uri(address.Endpoint).Host, address.SessionId);
}

/// <param name="Key">For <c>applicationServerKey</c>.</param>
public sealed record PushKeyResource(string Key);

internal sealed record PushesOff() : Refusal.NotFound("push.off", "This server pushes to no browsers.");

internal sealed record PushSubscriptionNotFound() : Refusal.NotFound("push.subscription-not-found", "You have no such subscription.");

internal sealed record TooManyPushSubscriptions() : Refusal.Conflict(
    "push.too-many-subscriptions", $"You have {PushSubscriptions.MaxPerPerson} browsers that are pushed to; take one away first.");
