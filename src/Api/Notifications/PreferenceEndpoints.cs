using System.Globalization;
using System.Security.Claims;
using EventChat.Api.Http;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Notifications;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Notifications;
using EventChat.Events.Store;

namespace EventChat.Api.Notifications;

internal static class PreferenceEndpoints
{
    public static IEndpointRouteBuilder MapPreferences(this IEndpointRouteBuilder routes)
    {
        var me = routes.MapGroup("").WithTags("Me");
        me.MapGet("/me/preferences", Get).WithSummary("What you are told of, where, and how you are reached").Produces<PreferencesResource>();
        me.MapPut("/me/preferences", ChooseEverywhere).WithSummary("Choose for everywhere; what is left out goes back to how it was at first").Produces<PreferencesResource>();
        me.MapPut("/workspaces/{workspaceId}/preferences", ChooseForWorkspace).WithSummary("Choose for a workspace; what is left out is as everywhere")
            .Produces<RulesResource>();
        me.MapPut("/channels/{channelId}/preferences", ChooseForChannel).WithSummary("Choose for a channel you are in; what is left out is as in its workspace")
            .Produces<RulesResource>();
        return routes;
    }

    private static async Task<IResult> Get(ClaimsPrincipal user, CommandHandler commands, CancellationToken ct) =>
        Sized.Ok(await Show(Callers.Of(user).User, commands, ct), ApiJson.Default.PreferencesResource);

    private static async Task<IResult> ChooseEverywhere(
        PreferencesRequest body, HttpContext http, ClaimsPrincipal user, CommandHandler commands, IEventStore store, CancellationToken ct)
    {
        var caller = Callers.Of(user);
        var quiet = body.DoNotDisturb is { } hours ? (From: Time(hours.From), To: Time(hours.To)) : default;
        if (body.DoNotDisturb is not null && (quiet.From is null || quiet.To is null)) return Problem.Of(new QuietHoursInvalid());
        var every = body.EmailDigest is not { } digest ? Preferences.DefaultDelivery.DigestMinutes
            : digest.Enabled == false ? null : digest.EveryMinutes ?? Preferences.DefaultDelivery.DigestMinutes;

        var rules = new ChooseRules(caller.User, null, null, body.Level, null, body.Keywords);
        if (Refused(await commands.Ask<Commands.Inbox.Inbox, Decision>(rules.Stream, (inbox, _) => rules.Decide(inbox, default), ct)) is { } invalid) return invalid;
        var delivered = await commands.Handle(new ChooseDelivery(caller.User, quiet.From, quiet.To, every, body.PushText ?? true), caller, ct);
        if (delivered.Refusal is { } refusal) return Problem.Of(refusal);
        var chosen = await commands.Handle(rules, caller, ct);
        if (chosen.Refusal is { } refused) return Problem.Of(refused);

        http.Tell(chosen.Last?.Position ?? delivered.Last?.Position ?? await store.ReadHead(ct));
        return Sized.Ok(await Show(caller.User, commands, ct), ApiJson.Default.PreferencesResource);
    }

    private static async Task<IResult> ChooseForWorkspace(
        WorkspaceId workspaceId, RulesRequest body, HttpContext http, ClaimsPrincipal user, Callers callers, CommandHandler commands, IEventStore store,
        CancellationToken ct)
    {
        var caller = await callers.In(workspaceId, user, ct);
        return caller.Role is null
            ? Problem.Of(new WorkspaceNotFound(workspaceId))
            : await Choose(new(caller.User, workspaceId, null, body.Level, body.Muted, body.Keywords), caller, http, commands, store, ct);
    }

    private static async Task<IResult> ChooseForChannel(
        ChannelId channelId, RulesRequest body, HttpContext http, ClaimsPrincipal user, Callers callers, CommandHandler commands, IEventStore store,
        CancellationToken ct)
    {
        if (await callers.Reader(channelId, user, ct) is not { } access) return Problem.Of(new ChannelNotFound(channelId));
        if (!access.IsMember) return Problem.Of(new NotAMember(channelId));

        var caller = Callers.Of(user);
        return await Choose(new(caller.User, access.WorkspaceId, channelId, body.Level, body.Muted, body.Keywords), caller, http, commands, store, ct);
    }

    private static async Task<IResult> Choose(
        ChooseRules command, Caller caller, HttpContext http, CommandHandler commands, IEventStore store, CancellationToken ct)
    {
        var result = await commands.Handle(command, caller, ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);

        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        var rules = await commands.Ask<Commands.Inbox.Inbox, NotificationRulesChanged>(
            command.Stream, (inbox, _) => inbox.Preferences.Of(command.WorkspaceId, command.ChannelId), ct);
        return Sized.Ok(RulesResource.Of(rules), ApiJson.Default.RulesResource);
    }

    private static Task<PreferencesResource> Show(UserId user, CommandHandler commands, CancellationToken ct) =>
        commands.Ask<Commands.Inbox.Inbox, PreferencesResource>(StreamName.ForInbox(user), static (inbox, _) => PreferencesResource.Of(inbox.Preferences), ct);

    private static Problem? Refused(Decision decision) => decision.Refusal is { } refusal ? Problem.Of(refusal) : null;

    private static TimeOnly? Time(string? text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}

/// <param name="Level">Of channels; 'mentions' where it is left out. Direct messages are always told of, unless one is muted or set to 'nothing'.</param>
/// <param name="Keywords">Words that count as a mention.</param>
/// <param name="PushText">Whether pushes to a browser say what was written; true where it is left out.</param>
public sealed record PreferencesRequest(
    NotifyLevel? Level, IReadOnlyList<string>? Keywords, QuietHoursResource? DoNotDisturb, DigestRequest? EmailDigest, bool? PushText);

/// <param name="Muted">Only what names you is told, and quietly.</param>
/// <param name="Keywords">Besides those of everywhere and of the workspace.</param>
public sealed record RulesRequest(NotifyLevel? Level, bool? Muted, IReadOnlyList<string>? Keywords);

/// <param name="From">A time of day like 22:00, in the time zone of your profile, and in UTC without one.</param>
public sealed record QuietHoursResource(string? From, string? To);

/// <param name="Enabled">True where it is left out.</param>
/// <param name="EveryMinutes">How far apart e-mails are at least, 5 to 10080; 60 where it is left out.</param>
public sealed record DigestRequest(bool? Enabled, int? EveryMinutes);

public sealed record DigestResource(bool Enabled, int? EveryMinutes);

/// <param name="ChannelId">Absent for what holds in the whole workspace.</param>
/// <param name="Level">Absent where it is as the wider place says.</param>
public sealed record RulesResource(WorkspaceId WorkspaceId, ChannelId? ChannelId, NotifyLevel? Level, bool? Muted, IReadOnlyList<string> Keywords)
{
    internal static RulesResource Of(NotificationRulesChanged rules) => new(rules.WorkspaceId ?? default, rules.ChannelId, rules.Level, rules.Muted, rules.Keywords ?? []);
}

public sealed record PreferencesResource(
    NotifyLevel Level, IReadOnlyList<string> Keywords, QuietHoursResource? DoNotDisturb, DigestResource EmailDigest, bool PushText,
    IReadOnlyList<RulesResource> Workspaces, IReadOnlyList<RulesResource> Channels)
{
    internal static PreferencesResource Of(Preferences chosen)
    {
        var (everywhere, delivery) = (chosen.Of(null, null), chosen.Delivery);
        return new(
            everywhere.Level ?? NotifyLevel.Mentions, everywhere.Keywords ?? [],
            delivery is { QuietFrom: { } from, QuietTo: { } to } ? new(Text(from), Text(to)) : null,
            new(delivery.DigestMinutes is not null, delivery.DigestMinutes), delivery.PushesText,
            [.. chosen.All.Where(static r => r is { WorkspaceId: not null, ChannelId: null }).Select(RulesResource.Of)],
            [.. chosen.All.Where(static r => r.ChannelId is not null).Select(RulesResource.Of)]);
    }

    private static string Text(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
