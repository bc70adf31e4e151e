using System.Security.Claims;
using System.Text.Json;
using EventChat.Api.Apps;
using EventChat.Api.Http;
using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Subscriptions;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Subscriptions;
using EventChat.Events.Workspaces;
using EventChat.Projections.Subscriptions;

namespace EventChat.Api.Subscriptions;

/// <summary>What subscriptions are and come to, for those who may know: admins, and the bot of the app.</summary>
internal sealed class SubscriptionDesk(
    CommandHandler commands, SubscriptionQueries queries, DeliveryTables tables, IWebhookEndpoints endpoints, IEventStore store, TimeProvider clock)
{
    private const int MostBehind = 100;

    /// <summary>Why it would be refused, so that no address is asked for nothing.</summary>
    public Task<Refusal?> Foresee(CreateSubscription command, Caller caller, CancellationToken ct) =>
        commands.Ask<Workspace, Refusal?>(command.Stream, (w, _) => command.Decide(w, new(caller, clock.GetUtcNow())).Refusal, ct);

    /// <summary>What a token does not open it does not have posted either.</summary>
    /// <param name="own">The scopes of the token; null for people.</param>
    public async Task<Refusal?> BeyondToken(CreateSubscription command, IReadOnlyCollection<string>? own, CancellationToken ct)
    {
        if (own is null) return null;
        var scopes = await commands.Ask<Workspace, IReadOnlyList<string>?>(command.Stream, (w, _) => w.Apps.Find(command.AppId)?.Scopes, ct) ?? [];
        var missing = TellableEvents.Of(command.EventTypes).Select(static type => TellableEvents.Scopes[type]).FirstOrDefault(scope => scopes.Contains(scope) && !own.Contains(scope));
        return missing is null ? null : new TokenScopeMissing(missing);
    }

    public Task<bool> IsMade(CreateSubscription command, CancellationToken ct) =>
        commands.Ask<Workspace, bool>(command.Stream, (w, _) => w.Subscriptions.MadeAt(command.SubscriptionId) > 0, ct);

    /// <returns>Why the address does not want it; null where it does.</returns>
    public async Task<string?> Challenge(CreateSubscription command, string challenge, CancellationToken ct)
    {
        var id = command.SubscriptionId.ToString();
        var json = JsonSerializer.SerializeToUtf8Bytes(new Challenge(Subscriptions.Challenge.TypeName, challenge), ApiJson.Default.Challenge);
        var answer = await endpoints.Post(new(command.Url, id), $"{id}-challenge", json, "application/json", ct);
        if (answer.Error is { } error) return error;
        if (!answer.IsTaken) return $"it answered {answer.Status}";
        try
        {
            using var read = JsonDocument.Parse(answer.Body);
            return read.RootElement.ValueKind == JsonValueKind.Object && read.RootElement.TryGetProperty("challenge", out var said) && said.ValueKind == JsonValueKind.String && said.ValueEquals(challenge)
                ? null
                : "it answered something else";
        }
        catch (JsonException) { return "its answer is no JSON"; }
    }

    public Task<(List<SubscriptionResource>, Refusal?)> List(WorkspaceId workspace, AppId app, Caller caller, SubscriptionId? after, int limit, CancellationToken ct) =>
        commands.Ask<Workspace, (List<SubscriptionResource>, Refusal?)>(
            StreamName.For(workspace),
            (w, _) => Refuses(w, app, caller) is { } refusal
                ? ([], refusal)
                : ([.. w.Subscriptions.Of(app).Where(s => s.Version > (after is { } id ? w.Subscriptions.MadeAt(id) : 0)).Take(limit).Select(static s => SubscriptionResource.Of(s))], null),
            ct);

    /// <summary>With the generation of its secret; null where it is gone.</summary>
    public Task<(SubscriptionResource Resource, int Generation)?> Find(WorkspaceId workspace, SubscriptionId id, CancellationToken ct) =>
        commands.Ask<Workspace, (SubscriptionResource, int)?>(
            StreamName.For(workspace), (w, _) => w.Subscriptions.Find(id) is { } found ? (SubscriptionResource.Of(found), found.Generation) : null, ct);

    /// <summary>The subscription, for those who may know of it.</summary>
    public async Task<(SubscriptionView? View, Refusal? Refusal)> View(SubscriptionId id, Caller caller, CancellationToken ct)
    {
        if (await queries.Find(id, ct) is not { } view) return (null, new SubscriptionNotFound(id));
        var (generation, ends, refusal) = await commands.Ask<Workspace, (int, DateTimeOffset?, Refusal?)>(
            StreamName.For(view.WorkspaceId),
            (w, _) => Refuses(w, view.AppId, caller) is { } why ? (0, null, why is AppNotFound ? new SubscriptionNotFound(id) : why)
                : w.Subscriptions.Find(id) is { } found ? (found.Generation, found.OldSecretEndsAt, null) : (0, null, new SubscriptionNotFound(id)),
            ct);
        return refusal is null ? (view with { Generation = generation, OldSecretEndsAt = ends }, null) : (null, refusal);
    }

    public async Task<(SubscriptionView? View, Refusal? Refusal)> Change(
        SubscriptionId id, Func<WorkspaceId, ICommand<Workspace>> command, Caller caller, HttpContext http, CancellationToken ct)
    {
        if (await queries.Find(id, ct) is not { } view) return (null, new SubscriptionNotFound(id));
        var result = await commands.Handle(command(view.WorkspaceId), caller, ct);
        if (result.Refusal is { } refusal) return (null, refusal);
        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        return await View(id, caller, ct);
    }

    public async Task<Refusal?> Remove(AppId? app, SubscriptionId id, Caller caller, HttpContext http, CancellationToken ct)
    {
        var view = await queries.Find(id, ct);
        if (view is null || (app is { } of && of != view.AppId)) return new SubscriptionNotFound(id);
        var result = await commands.Handle(new RemoveSubscription(view.WorkspaceId, id), caller, ct);
        if (result.Refusal is null) http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        return result.Refusal;
    }

    public async Task<SubscriptionResource?> Show(SubscriptionView view, Func<int, Task<string>>? secret, ClaimsPrincipal user, Callers callers, CancellationToken ct)
    {
        if (await Find(view.WorkspaceId, view.SubscriptionId, ct) is not var (found, generation)) return null;
        var progress = await tables.Load(view, ct);
        var lanes = (progress?.Lanes ?? []).Take(MostBehind).ToList();
        var hidden = await Hidden(view, lanes.Select(static lane => ChannelOf(lane.Stream)), user, callers, ct);
        return found with
        {
            Secret = secret is null ? null : await secret(generation),
            Position = progress?.Position ?? view.From,
            Behind = [.. lanes.Select(lane => new BehindResource(ChannelOf(lane.Stream) is { } channel && !hidden.Contains(channel) ? channel : null, lane.Told, lane.Attempts, lane.FailingSince))],
        };
    }

    /// <summary>Channels that the bot is told of and whoever asks may not know: an admin is in no private channel by that.</summary>
    public async Task<HashSet<ChannelId>> Hidden(SubscriptionView view, IEnumerable<ChannelId?> channels, ClaimsPrincipal user, Callers callers, CancellationToken ct)
    {
        HashSet<ChannelId> hidden = [];
        if (Callers.Of(user).User == Bots.BotOf(view.AppId)) return hidden;
        foreach (var channel in channels.OfType<ChannelId>().Distinct())
            if (await callers.Reader(channel, user, ct) is null) hidden.Add(channel);
        return hidden;
    }

    /// <summary>Null for the workspace itself.</summary>
    public static ChannelId? ChannelOf(string stream) => new StreamName(stream) is var name && name.StartsWith(StreamName.Channels) ? name.Id<ChannelId>() : null;

    private static Refusal? Refuses(Workspace workspace, AppId app, Caller caller) =>
        workspace.RoleOf(caller.User) is not { } role || workspace.IsDeleted || workspace.Apps.Find(app) is null ? new AppNotFound(app)
        : role >= WorkspaceRole.Admin || workspace.Apps.OfBot(caller.User)?.Id == app ? null
        : new AdminsOnly("see subscriptions");
}

public sealed record TokenScopeMissing(string Scope) : Refusal.Forbidden("app.scope-missing", $"This token does not have the scope '{Scope}', which what is to be told needs.");
