using EventChat.Api.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Subscriptions;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using EventChat.Events.Subscriptions;
using EventChat.Projections.Subscriptions;

namespace EventChat.Api.Subscriptions;

/// <summary>
/// A bot is told what it could see when it happened and may see now: of a public channel what happened since the app was made, of any other what happened while the bot was in it, its own coming
/// and going included.
/// </summary>
internal sealed class SubscriptionRules(CommandHandler commands) : ISubscriptionRules
{
    public async Task<Verdict> Judge(SubscriptionView subscription, RecordedEvent recorded, CancellationToken ct)
    {
        try
        {
            var (wait, bot) = await BotOf(subscription, recorded, ct);
            if (bot is not { } app) return wait ? Verdict.Wait : Verdict.Hide;
            if (!recorded.Stream.StartsWith(StreamName.Channels)) return recorded.RecordedAt >= app.CreatedAt ? Verdict.Tell : Verdict.Hide;
            return await commands.Ask<Channel, Verdict>(recorded.Stream, (channel, _) => Judge(channel, app.Bot, app.CreatedAt, recorded), ct);
        }
        catch (RefusedException busy)
        {
            throw new LogUnavailableException(busy.Message, busy);
        }
    }

    public async Task<bool> Pause(SubscriptionView subscription, PauseReason reason, CancellationToken ct)
    {
        var result = await commands.Handle(new PauseSubscription(subscription.WorkspaceId, subscription.SubscriptionId, reason), new Caller(Bots.BotOf(subscription.AppId)), ct);
        return result.Refusal is Refusal.Unavailable later ? throw new LogUnavailableException(later.Detail) : result.Refusal is null;
    }

    private Task<(bool Wait, (UserId Bot, DateTimeOffset CreatedAt)?)> BotOf(SubscriptionView subscription, RecordedEvent recorded, CancellationToken ct) =>
        commands.Ask<Workspace, (bool, (UserId, DateTimeOffset)?)>(
            StreamName.For(subscription.WorkspaceId),
            (workspace, _) =>
            {
                if (workspace.IsDeleted || workspace.Subscriptions.Find(subscription.SubscriptionId) is not { Paused: null }) return (true, null);
                if (workspace.Apps.Find(subscription.AppId) is not { } app || workspace.RoleOf(app.BotUserId) is null) return (true, null);
                return TellableEvents.Scopes.TryGetValue(EventTypes.PublicName(recorded.Type), out var scope) && app.Scopes.Contains(scope) ? (false, (app.BotUserId, app.CreatedAt)) : (false, null);
            },
            ct);

    private static Verdict Judge(Channel channel, UserId bot, DateTimeOffset made, RecordedEvent recorded)
    {
        var isOwnLeave = recorded.Readable is MemberLeft left && left.UserId == bot;
        var isOpen = channel.Kind == ChannelKind.Public && recorded.RecordedAt >= made;
        if (!isOpen && !(channel.WasMember(bot, recorded.Version) && (channel.IsMember(bot) || isOwnLeave))) return Verdict.Hide;
        return DeletedWords.MessageOf(recorded) is { } number && channel.Find(number) is { IsDeleted: true } ? Verdict.TellWithoutWords : Verdict.Tell;
    }
}
