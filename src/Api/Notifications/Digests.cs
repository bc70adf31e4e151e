using EventChat.Adapters.Mail;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Notifications;
using EventChat.Events.Store;
using EventChat.Projections.Jobs;
using EventChat.Projections.Notifications;
using EventChat.Projections.Running;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Notifications;

/// <summary>
/// Mails people who are away what they have not read: not while they are active, nor in their quiet hours, nor sooner after the last mail than they have chosen.
/// Every node looks; a lease decides which of them sends. A mail goes out once at least, and twice only where a node died over it.
/// </summary>
internal sealed partial class Digests(
    DigestQueries digests, Feeds feeds, CommandHandler commands, IJobQueue jobs, Unsubscribing unsubscribing, IOptions<MailOptions> options, TimeProvider clock,
    ILogger<Digests> logger) : BackgroundService
{
    private const int AtOnce = 200;
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(20), LongestWait = TimeSpan.FromMinutes(19);

    /// <summary>What comes from here on is mailed, also where none ever was.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.IsOn) await digests.Gather(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.IsOn) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await digests.Gather(stoppingToken);
                await Look(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception error) when (Outage.Is(error)) { LogAway(Outage.Reason(error)); }
            catch (Exception error) { LogLater(error); }

            await Task.Delay(TimeSpan.FromSeconds(options.Value.LookSeconds), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Look(CancellationToken ct)
    {
        for (var after = ""; ;)
        {
            var waiting = await digests.Waiting(clock.GetUtcNow(), after, AtOnce, ct);
            var active = await digests.LastActive(waiting.Select(static d => d.Id), ct);
            foreach (var digest in waiting) await Consider(digest, active.GetValueOrDefault(digest.Id), ct);
            if (waiting.Count < AtOnce) return;
            after = waiting[^1].Id;
        }
    }

    private async Task Consider(NotifyDigest digest, int lastActive, CancellationToken ct)
    {
        var (user, now) = (Id.Parse<UserId>(digest.Id), clock.GetUtcNow());
        if (now - DateTimeOffset.UnixEpoch.AddMinutes(lastActive) < TimeSpan.FromMinutes(options.Value.AwayMinutes)) return;

        var chosen = await commands.Ask<Commands.Inbox.Inbox, NotificationDeliveryChanged>(StreamName.ForInbox(user), static (inbox, _) => inbox.Preferences.Delivery, ct);
        var person = await commands.Ask<User, Addressee>(StreamName.For(user), static (u, _) => new(u.Email, u.DisplayName, u.TimeZone, u.Exists && !u.IsDeactivated && u.Bot is null), ct);
        if (!person.IsThere || chosen.DigestMinutes is not { } minutes)
        {
            await digests.Settle(digest, null, ct);
            return;
        }

        if (digest.SentAt + TimeSpan.FromMinutes(minutes) > now || QuietHours.IsQuiet(chosen.QuietFrom, chosen.QuietTo, person.TimeZone, now)) return;
        if (await digests.Lease(digest, now, now + LeaseTime, ct)) await Send(digest, user, person, ct);
    }

    private async Task Send(NotifyDigest digest, UserId user, Addressee person, CancellationToken ct)
    {
        var (unread, next) = await feeds.Read(new(user), null, unreadOnly: true, long.MaxValue, DigestMail.MaxItems, ct);
        List<NotificationResource> items = [.. unread.Where(i => i.Position >= digest.Since && !i.Quiet)];
        if (items.Count == 0)
        {
            await digests.Settle(digest, null, ct);
            return;
        }

        Dictionary<ChannelId, string?> places = [];
        foreach (var channel in items.Select(static i => i.ChannelId).OfType<ChannelId>().Distinct())
            places[channel] = await commands.Ask<Channel, string?>(StreamName.For(channel), static (c, _) => c.Kind == ChannelKind.Direct ? null : $"#{c.Name}", ct);
        var mail = DigestMail.Of(
            $"digest {user} {digest.Since}", person.Email, person.Name, items, next is not null, i => i.ChannelId is { } id ? places[id] : null,
            options.Value.BaseUrl, await unsubscribing.AddressFor(user, ct));
        _ = Deliver(digest, mail, ct);
    }

    /// <summary>Nobody waits for a mail server that is slow, nor for a broker that is away; the lease outlasts both, so no other node sends the same meanwhile.</summary>
    private async Task Deliver(NotifyDigest digest, SendMail mail, CancellationToken ct)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limit.CancelAfter(LongestWait);
            await jobs.Enqueue(mail, limit.Token);
            await digests.Settle(digest, clock.GetUtcNow(), ct);
        }
        catch (Exception) when (ct.IsCancellationRequested) { }
        catch (Exception error) { LogLater(error); }
    }

    private sealed record Addressee(string Email, string Name, string TimeZone, bool IsThere);

    [LoggerMessage(LogLevel.Warning, "Mail for those who are away waits for the database: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Warning, "Mail for those who are away was interrupted and is tried again shortly")]
    private partial void LogLater(Exception error);
}
