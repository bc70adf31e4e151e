using System.Globalization;
using EventChat.Api.Http;
using EventChat.Api.Messages;
using EventChat.Api.Workspaces;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Hooks;
using EventChat.Commands.Messages;
using EventChat.Commands.Names;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Api.Hooks;

/// <summary>
/// Takes what programs send to Slack's incoming webhooks and to Mattermost's, and answers as those do. The token in the address is asked for at the head of the log and told to
/// nobody: no log line, measurement, event or answer has it.
/// </summary>
internal sealed class HookReceiver(
    HookDoor door, HookBudgets budgets, CommandHandler commands, Sending sending, Departures departures)
{
    public const string Path = "/hooks";
    private const int LongestName = 80;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost($"{Path}/{{token}}", static (string token, HttpContext http, HookReceiver receiver, CancellationToken ct) =>
            receiver.Receive(http, token, static (_, _) => true, ct)).PushesToMany().ExcludeFromDescription();
        routes.MapPost("/services/{workspace}/{channel}/{token}", static (string workspace, string channel, string token, HttpContext http, HookReceiver receiver, CancellationToken ct) =>
            receiver.Receive(http, token, (home, hook) => $"{home}" == workspace && $"{hook.ChannelId}" == channel, ct)).PushesToMany().ExcludeFromDescription();
    }

    private async Task<IResult> Receive(HttpContext http, string token, Func<WorkspaceId, Hook, bool> isHere, CancellationToken ct)
    {
        if (await door.Check(token, ct) is not var (workspace, hook) || !isHere(workspace, hook)) return await budgets.SpendGuess(http, ct) ?? SlackAnswer.Unknown;
        if (await budgets.Spend(hook.Id, http, ct) is { } exceeded) return exceeded;
        try
        {
            using var json = await HookBody.Read(http.Request, ct);
            if (json is null) return SlackAnswer.Malformed(SlackFaults.InvalidPayload);

            var names = new SlackNames();
            var (payload, fault) = HookPayload.Read(json.RootElement, names);
            if (payload is not null && names.HasIds)
            {
                await names.LookUp(workspace, hook.ChannelId, commands, ct);
                (payload, fault) = HookPayload.Read(json.RootElement, names);
            }

            return payload is null ? SlackAnswer.Malformed(fault!) : await Post(http, workspace, hook, payload, ct);
        }
        catch (BadHttpRequestException bad)
        {
            return new SlackAnswer(bad.StatusCode, SlackFaults.InvalidPayload);
        }
    }

    private async Task<IResult> Post(HttpContext http, WorkspaceId workspace, Hook hook, HookPayload payload, CancellationToken ct)
    {
        var key = Idempotency.Key(http);
        int? root = null;
        if (payload.ThreadRoot is { } thread)
        {
            if (!int.TryParse(thread, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return SlackAnswer.Of(new ThreadRootNotFound(0));
            root = number;
        }

        if (Idempotency.Refuses(key) is not null) return SlackAnswer.Malformed(SlackFaults.InvalidPayload);
        var bot = new Caller(hook.BotUserId, Role: WorkspaceRole.Member);
        if (await Find(workspace, hook, payload.Channel, ct) is not { } channel) return SlackAnswer.Of(new ChannelNotFound(hook.ChannelId));
        if (channel != hook.ChannelId && await Enter(channel, bot, ct) is { } closed) return SlackAnswer.Of(closed);

        var message = new SendMessage(channel, payload.Text, root, root is not null && payload.Broadcast, key, DisplayAs: payload.DisplayAs);
        var result = await sending.Send(message, bot, ct);
        if (result.Refusal is { } refusal) return SlackAnswer.Of(refusal);
        http.Tell(result.Last!.Position);
        return SlackAnswer.Ok;
    }

    /// <summary>Where a message goes: into the hook's own channel, or into another public one that it names, where the hook may. A name that it may not choose is passed over.</summary>
    /// <returns>Null where there is no such channel.</returns>
    private async Task<ChannelId?> Find(WorkspaceId workspace, Hook hook, string? named, CancellationToken ct)
    {
        if (!hook.AnyChannel || named?.Trim().TrimStart('#') is not { Length: > 0 } name) return hook.ChannelId;
        if (name.Length > LongestName) return null;
        var own = await commands.Ask<Channel, string>(StreamName.For(hook.ChannelId), static (c, _) => c.Name, ct);
        if (name.Equals(own, StringComparison.OrdinalIgnoreCase)) return hook.ChannelId;

        var isId = Id.TryParse<ChannelId>(name, out var id);
        if (!isId && !Id.TryParse(await commands.Ask<NameReservation, string?>(NameReservation.StreamOf(NameKinds.ChannelsOf(workspace), name), static (n, _) => n.Owner, ct), out id)) return null;
        if (id == hook.ChannelId) return id;
        var isOpen = await commands.Ask<Channel, bool>(
            StreamName.For(id), (c, _) => c.Exists && c.WorkspaceId == workspace && c.Kind == ChannelKind.Public && (isId || c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)), ct);
        return isOpen ? id : null;
    }

    /// <summary>Its bot joins a channel with the first that it has to say there.</summary>
    private async Task<Refusal?> Enter(ChannelId channel, Caller bot, CancellationToken ct)
    {
        if (await commands.Ask<Channel, bool>(StreamName.For(channel), (c, _) => c.IsMember(bot.User), ct)) return null;
        var joined = await commands.Handle(new JoinChannel(channel), bot, CancellationToken.None);
        return await departures.TakesBack(channel, bot.User, joined, CancellationToken.None) ? new ChannelNotFound(channel) : joined.Refusal;
    }
}
