using EventChat.Api.Http;
using EventChat.Api.Messages;
using EventChat.Api.Users;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Notifications;
using EventChat.Events.Store;
using EventChat.Projections.Notifications;
using EventChat.Projections.Timeline;

namespace EventChat.Api.Notifications;

/// <summary>
/// A person's feed as they may see it at this moment: the read models say what was told, the state at the head of the log whether it is for them still.
/// </summary>
internal sealed class Feeds(NotificationQueries notifications, Callers callers, CommandHandler commands, Authors authors)
{
    /// <summary>Lines that nobody may see any more are passed over; after so many pages of them the answer says where to go on.</summary>
    private const int MaxPages = 10, Excerpt = 280;

    /// <returns>Next is the cursor of the next page; null at the end.</returns>
    public async Task<(IReadOnlyList<NotificationResource> Items, long? Next)> Read(
        Caller caller, WorkspaceId? workspace, bool unreadOnly, long before, int limit, CancellationToken ct)
    {
        var me = caller.User;
        var (through, seen, rules) = await commands.Ask<Commands.Inbox.Inbox, (long, long[], IReadOnlyList<NotificationRulesChanged>)>(
            StreamName.ForInbox(me), static (inbox, _) => (inbox.Notifications.Through, [.. inbox.Notifications.Single], inbox.Preferences.All), ct);
        var asked = new FeedQuestion(me, workspace, unreadOnly, through, seen);
        Dictionary<string, bool> open = [];
        List<FeedLine> found = [];
        for (var page = 0; page < MaxPages; page++)
        {
            var lines = await notifications.Before(asked, before, limit + 1, ct);
            foreach (var line in lines)
                if (await IsFor(line, caller, rules, open, ct)) found.Add(line);
            if (found.Count > limit) return (await Show(found[..limit], ct), found[limit - 1].Told.Position);
            if (lines.Count <= limit) return (await Show(found, ct), null);
            before = lines[^1].Told.Position;
        }

        return (await Show(found, ct), before);
    }

    /// <summary>Whether the person is still where it was said and, of what is told to a whole channel, still wants to know.</summary>
    private async Task<bool> IsFor(
        FeedLine line, Caller caller, IReadOnlyList<NotificationRulesChanged> rules, Dictionary<string, bool> open, CancellationToken ct)
    {
        var told = line.Told;
        var place = told.ChannelId?.ToString() ?? told.WorkspaceId.ToString();
        if (!open.TryGetValue(place, out var isOpen))
            open[place] = isOpen = told.ChannelId is { } channel
                ? await callers.Reader(channel, caller, ct) is { IsMember: true }
                : await callers.RoleOf(told.WorkspaceId, told.UserId, ct) is not null;
        if (!isOpen || !line.IsShared) return isOpen;

        var said = new Said(told.Actor, Everyone: told.Reason == NotifyReason.Everyone, Here: told.Reason == NotifyReason.Here);
        return Audience.Why(said, new(told.UserId, EffectiveRules.Of(rules, told.WorkspaceId, told.ChannelId!.Value), IsActive: true)) is not null;
    }

    private async Task<IReadOnlyList<NotificationResource>> Show(List<FeedLine> lines, CancellationToken ct)
    {
        var messages = await notifications.Messages([.. lines.Select(static l => l.Told.MessageKey).OfType<string>().Distinct()], ct);
        var names = await authors.Named([.. lines.Select(static l => l.Told.Actor).Distinct()], ct);
        return [.. lines.Where(l => Stands(l, messages)).Select(l => Of(l, names(l.Told.Actor), l.Told.MessageKey is { } key ? messages.GetValueOrDefault(key) : null))];
    }

    /// <summary>The timeline may know of a deletion before the feed does.</summary>
    private static bool Stands(FeedLine line, IReadOnlyDictionary<string, TimelineMessage> messages) =>
        line.Told.MessageKey is not { } key || !messages.TryGetValue(key, out var message) || message.DeletedAt is null;

    private static NotificationResource Of(FeedLine line, AuthorResource actor, TimelineMessage? message)
    {
        var told = line.Told;
        return new(
            $"{told.Position}", told.Position, told.Reason, line.IsUnread, told.Quiet, told.At, actor, told.WorkspaceId, told.ChannelId, told.Number, told.ThreadRoot,
            told.Emoji, message is null ? null : Beginning(message.Text));
    }

    private static string Beginning(string text) =>
        text.Length <= Excerpt ? text : $"{text[..(char.IsHighSurrogate(text[Excerpt - 1]) ? Excerpt - 1 : Excerpt)]}…";
}
