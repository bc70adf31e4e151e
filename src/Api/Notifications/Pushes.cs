using System.Text.Json;
using System.Text.Json.Serialization;
using EventChat.Adapters.Push;
using EventChat.Api.Http;
using EventChat.Commands.Handling;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections;
using EventChat.Projections.Jobs;
using EventChat.Projections.Notifications;
using EventChat.Projections.Running;
using EventChat.Projections.Timeline;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Notifications;

/// <summary>
/// Pushes to browsers what people are told, a page of the log at a time: at least once each, not in quiet hours, to nobody who has left the channel or signed out
/// there by then, and nothing that is stale. Where work is kept by others it goes on once they have all of it. Elsewhere a service that does not take its pushes soon
/// holds up nobody else: they are tried on beside what follows, lost where the process ends, and the browser is told nothing more until they are done or given up.
/// </summary>
internal sealed class Pushes(
    NotificationQueries notifications, PushSubscriptions subscriptions, Callers callers, CommandHandler commands, IJobQueue jobs, ProjectionProgress progress,
    ViewTables tables, IOptions<PushOptions> options, TimeProvider clock) : IReactor
{
    private const int LongestText = 200, LifeSeconds = 24 * 60 * 60;
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(10), Patience = TimeSpan.FromSeconds(2);
    private readonly Dictionary<string, Task> behind = [];
    private readonly Dictionary<string, List<Task>> handed = [];
    private Position? before;

    public string Name => "browser-pushes";
    public StreamFilter Streams { get; } = new(StreamName.Channels, StreamName.Workspaces);

    public Task React(RecordedEvent recorded, CancellationToken ct)
    {
        before ??= new(recorded.Position.Value - 1);
        return Task.CompletedTask;
    }

    public async Task Finish(Position through, CancellationToken ct)
    {
        if (before is not { } after) return;
        if (options.Value.IsOn)
        {
            while (!await progress.Reached(through, [NotificationSource.Name], ct)) { }
            // Where the words are not there in time, it is told without them.
            await progress.Reached(through, [TimelineProjection.Name], ct);
            handed.Clear();
            foreach (var row in await notifications.Rows(after, through, ct)) await Send(row, ct);
            foreach (var shared in await notifications.Broadcasts(after, through, ct)) await Send(shared, ct);
            await Settle(ct);
        }

        before = null;
    }

    /// <summary>Waits for what was handed in, but for what only this process has not for long.</summary>
    private async Task Settle(CancellationToken ct)
    {
        var all = Task.WhenAll(handed.Values.SelectMany(static tasks => tasks));
        if (jobs.IsLasting || await Task.WhenAny(all, Task.Delay(Patience, clock, ct)) == all) await all;
        foreach (var (browser, rest) in behind)
            if (rest.IsCompleted) behind.Remove(browser);
        foreach (var (browser, tasks) in handed)
            if (Task.WhenAll(tasks) is { IsCompleted: false } rest) behind[browser] = rest;
    }

    private bool IsBehind(string browser) => behind.TryGetValue(browser, out var rest) && !rest.IsCompleted;

    private async Task Send(BroadcastView shared, CancellationToken ct)
    {
        if (shared.At < clock.GetUtcNow() - Stale) return;
        var deaf = await notifications.Deaf(shared, ct);
        foreach (var user in await subscriptions.Reachable($"exists (select from {tables.NotifyMembers} m where m.id = $1 || ':' || s.user_id)", shared.ChannelId.ToString(), ct))
        {
            if (user == shared.Actor || deaf.Contains(user) || shared.Here?.Contains(user) == false) continue;
            await Send(new NotificationView(
                NotificationView.IdOf(user, shared.Position), user, shared.Position, shared.Reason, shared.Actor, shared.At, shared.WorkspaceId, shared.ChannelId,
                shared.Number, shared.MessageKey, shared.ThreadRoot), ct);
        }
    }

    private async Task Send(NotificationView row, CancellationToken ct)
    {
        if (row.Quiet || row.At < clock.GetUtcNow() - Stale || await subscriptions.Of(row.UserId, ct) is not { Count: > 0 } addresses) return;
        if (row.ChannelId is { } channel ? await callers.Reader(channel, new Caller(row.UserId), ct) is not { IsMember: true } : await callers.RoleOf(row.WorkspaceId, row.UserId, ct) is null)
            return;

        var delivery = await commands.Ask<Commands.Inbox.Inbox, (bool Text, TimeOnly? From, TimeOnly? To)>(
            StreamName.ForInbox(row.UserId), static (i, _) => (i.Preferences.Delivery.PushesText, i.Preferences.Delivery.QuietFrom, i.Preferences.Delivery.QuietTo), ct);
        var (zone, sessions) = await commands.Ask<User, (string, HashSet<SessionId>)>(StreamName.For(row.UserId), static (u, _) => (u.TimeZone, [.. u.Sessions.Select(static s => s.Id)]), ct);
        if (QuietHours.IsQuiet(delivery.From, delivery.To, zone, row.At)) return;

        var payload = JsonSerializer.Serialize(await Payload(row, delivery.Text, ct), PushPayloadJson.Default.PushPayload);
        foreach (var browser in addresses.Where(a => sessions.Contains(a.SessionId) && !IsBehind(a.Id)))
        {
            if (!handed.TryGetValue(browser.Id, out var tasks)) handed.Add(browser.Id, tasks = []);
            tasks.Add(jobs.Enqueue(new SendPush($"push {row.Id} {browser.Id}", row.UserId, browser.Id, payload, LifeSeconds), ct));
        }
    }

    private async Task<PushPayload> Payload(NotificationView row, bool withText, CancellationToken ct)
    {
        var actor = await commands.Ask<User, string>(StreamName.For(row.Actor), static (u, _) => u.DisplayName, ct);
        var message = withText && row.MessageKey is { } key ? (await notifications.Messages([key], ct)).GetValueOrDefault(key) : null;
        var text = message is null || message.DeletedAt is not null ? null : message.Text;
        if (text?.Length > LongestText) text = $"{text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)]}…";
        return new($"{row.Position}", row.Reason, row.WorkspaceId, row.ChannelId, row.Number, row.ThreadRoot, actor, row.Emoji, text);
    }
}

/// <summary>What a browser is told; well below the 4096 bytes that every push service takes.</summary>
internal sealed record PushPayload(
    string Id, NotifyReason Reason, WorkspaceId WorkspaceId, ChannelId? ChannelId, int? Number, int? ThreadRoot, string Actor, string? Emoji, string? Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PushPayload))]
internal sealed partial class PushPayloadJson : JsonSerializerContext;
