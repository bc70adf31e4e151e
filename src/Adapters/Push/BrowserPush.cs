using System.Net;
using EventChat.Adapters.Http;
using EventChat.Adapters.Jobs;
using EventChat.Projections.Jobs;
using Lib.Net.Http.WebPush;
using Microsoft.Extensions.Options;

namespace EventChat.Adapters.Push;

/// <summary>Hands pushes to the service of each browser, encrypted so that only the browser reads them (RFC 8291).</summary>
public sealed class BrowserPush : IJobHandler, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly PushSubscriptions subscriptions;
    private readonly PushKeys keys;
    private readonly IOptions<PushOptions> options;
    private readonly Circuits circuits;
    private readonly HttpClient http;
    private readonly PushServiceClient services;

    public BrowserPush(PushSubscriptions subscriptions, PushKeys keys, Circuits circuits, IOptions<PushOptions> options)
    {
        (this.subscriptions, this.keys, this.circuits, this.options) = (subscriptions, keys, circuits, options);
        http = new(OutgoingHttp.Guarded(options.Value.Guard)) { Timeout = Patience, MaxResponseContentBufferSize = 64 * 1024 };
        services = new(http) { AutoRetryAfter = false };
    }

    public bool Takes(Job job) => job is SendPush && options.Value.IsOn;

    public async Task Do(Job job, CancellationToken ct)
    {
        var push = (SendPush)job;
        if (await subscriptions.Find(push.Subscription, ct) is not { } address || address.UserId != push.UserId) return;
        var to = new PushSubscription { Endpoint = address.Endpoint };
        to.SetKey(PushEncryptionKeyName.P256DH, address.P256dh);
        to.SetKey(PushEncryptionKeyName.Auth, address.Auth);
        try
        {
            using var vapid = await keys.Authentication(ct);
            var message = new PushMessage(push.Payload) { TimeToLive = push.LifeSeconds, Urgency = PushMessageUrgency.High };
            await circuits.Ask(
                new Uri(address.Endpoint).Authority, IsAway, token => services.RequestPushMessageDeliveryAsync(to, message, vapid, VapidAuthenticationScheme(), token), ct);
        }
        catch (PushServiceClientException error) when (error.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            await subscriptions.Remove(address.Id, address.UserId, ct);
        }
        catch (PushServiceClientException error) when ((int)error.StatusCode is >= 400 and < 500 and not 429)
        {
            throw new JobRefusedException($"The push service answered {(int)error.StatusCode}.");
        }
    }

    /// <summary>A service that answers is there, whatever it says.</summary>
    private static bool IsAway(Exception error) => error is HttpRequestException or TaskCanceledException { InnerException: TimeoutException };

    public void Dispose() => http.Dispose();

    private static Lib.Net.Http.WebPush.Authentication.VapidAuthenticationScheme VapidAuthenticationScheme() =>
        Lib.Net.Http.WebPush.Authentication.VapidAuthenticationScheme.Vapid;
}
