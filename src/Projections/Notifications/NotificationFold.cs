using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Groups;
using EventChat.Events.Inbox;
using EventChat.Events.Notifications;
using EventChat.Events.Store;
using EventChat.Events.Subscriptions;
using EventChat.Events.Users;
using EventChat.Events.Workspaces;
using EventChat.Projections.Timeline;

namespace EventChat.Projections.Notifications;

/// <summary>What one event makes of what is known; it sees nothing but the page.</summary>
internal static class NotificationFold
{
    public static void Take(NotificationPage page, RecordedEvent recorded)
    {
        Noticed(page, recorded);
        switch (recorded.Event)
        {
            case ChannelCreated e:
                var created = recorded.Stream.Id<ChannelId>().ToString();
                page.Channels[created] = new(created, e.WorkspaceId, e.Kind);
                break;
            case MemberJoined e: Join(page, recorded, e.UserId, e.After ?? 0); break;
            case MemberLeft e: Leave(page, recorded.Stream.Id<ChannelId>(), e.UserId); break;
            case MessageSent e: Telling.Sent(page, recorded, e); break;
            case MessageEdited e: Telling.Edited(page, recorded, e); break;
            case MessageDeleted e: Telling.Withdraw(page, TimelineMessage.IdOf(recorded.Stream.Id<ChannelId>(), e.Number)); break;
            case ReactionAdded e: Telling.Reacted(page, recorded, e); break;
            case ReactionRemoved e:
                Telling.Withdraw(
                    page, TimelineMessage.IdOf(recorded.Stream.Id<ChannelId>(), e.Number),
                    row => row.Reason == NotifyReason.Reaction && row.Actor == recorded.Actor && row.Emoji == e.Emoji);
                break;
            case GroupCreated or GroupMemberJoined or GroupMemberLeft or GroupDeleted or WorkspaceMemberRemoved: NotificationGroups.Take(page, recorded); break;
            case WorkspaceMemberJoined e when e.UserId != recorded.Actor && recorded.Actor != UserId.System:
                Telling.Tell(page, recorded, e.UserId, NotifyReason.Invite, recorded.Stream.Id<WorkspaceId>());
                break;
            case SubscriptionPaused { Owner: { } owner }: Telling.Tell(page, recorded, owner, NotifyReason.SubscriptionPaused, recorded.Stream.Id<WorkspaceId>()); break;
            case ChannelRead e: Read(page, NotifyMember.IdOf(e.ChannelId, recorded.Stream.Id<UserId>()), e.Number); break;
            case AllRead e:
                foreach (var read in e.Channels) Read(page, NotifyMember.IdOf(read.ChannelId, recorded.Stream.Id<UserId>()), read.Number);
                foreach (var read in e.Threads) ReadThread(page, TimelineMessage.IdOf(read.ChannelId, read.ThreadRoot), recorded.Stream.Id<UserId>(), read.Number);
                break;
            case ThreadRead e: ReadThread(page, TimelineMessage.IdOf(e.ChannelId, e.ThreadRoot), recorded.Stream.Id<UserId>(), e.Number); break;
            case ThreadFollowed e: Follow(page, TimelineMessage.IdOf(e.ChannelId, e.ThreadRoot), recorded.Stream.Id<UserId>(), true); break;
            case ThreadUnfollowed e: Follow(page, TimelineMessage.IdOf(e.ChannelId, e.ThreadRoot), recorded.Stream.Id<UserId>(), false); break;
            case NotificationRulesChanged e: Choose(page, recorded.Stream.Id<UserId>(), e); break;
            case NotificationDeliveryChanged e:
                var person = Person(page, recorded.Stream.Id<UserId>());
                page.People[person.Id] = person with { QuietFrom = e.QuietFrom, QuietTo = e.QuietTo };
                break;
            case ProfileChanged { TimeZone: { } zone }:
                var traveller = Person(page, recorded.Stream.Id<UserId>());
                page.People[traveller.Id] = traveller with { TimeZone = zone.Length > 0 ? zone : null };
                break;
        }
    }

    public static NotifyPerson Person(NotificationPage page, UserId user) => page.People[user.ToString()] ?? new(user.ToString());

    /// <summary>Once a minute at most, so that whoever is busy costs no row for each thing they do.</summary>
    private static void Noticed(NotificationPage page, RecordedEvent recorded)
    {
        if (recorded.Actor == UserId.System) return;
        var (id, minute) = (recorded.Actor.ToString(), Audience.MinuteOf(recorded.RecordedAt));
        if (page.Activity[id] is not { } known || known.Minute < minute) page.Activity[id] = new(id, minute);
    }

    private static void Join(NotificationPage page, RecordedEvent recorded, UserId user, int after)
    {
        var id = recorded.Stream.Id<ChannelId>();
        if (page.Channels[id.ToString()] is not { } channel) return;

        var member = new NotifyMember(NotifyMember.IdOf(id, user), id, user, recorded.Position.Value, ReadTo: after);
        page.Members[member.Id] = member with { Hears = Hears(page, member, channel) };
        if (channel.Kind == ChannelKind.Direct) page.Channels[channel.Id] = channel with { People = [.. (channel.People ?? []).Where(u => u != user), user] };
        else if (user != recorded.Actor && recorded.Actor != UserId.System) Telling.Tell(page, recorded, user, NotifyReason.Invite, channel.WorkspaceId, id);
    }

    private static void Read(NotificationPage page, string id, int number)
    {
        if (page.Members[id] is { } member && member.ReadTo != number) page.Members[id] = member with { ReadTo = number };
    }

    private static void ReadThread(NotificationPage page, string id, UserId user, int number)
    {
        if (page.Threads[id] is { } thread && thread.Read?.GetValueOrDefault(user) != number) page.Threads[id] = thread.ReadBy(user, number);
    }

    private static void Follow(NotificationPage page, string id, UserId user, bool follows)
    {
        var thread = page.Threads[id] ?? new(id, []);
        if (thread.With(user, follows) is var changed && changed != thread) page.Threads[id] = changed;
    }

    private static void Leave(NotificationPage page, ChannelId id, UserId user)
    {
        page.Members[NotifyMember.IdOf(id, user)] = null;
        if (page.Channels[id.ToString()] is { Kind: ChannelKind.Direct } channel)
            page.Channels[channel.Id] = channel with { People = [.. (channel.People ?? []).Where(u => u != user)] };
    }

    private static void Choose(NotificationPage page, UserId user, NotificationRulesChanged e)
    {
        var person = Person(page, user).With(e);
        page.People[person.Id] = person;
        foreach (var member in page.Members.All.Where(m => m.UserId == user).ToList())
            if (page.Channels[member.ChannelId.ToString()] is { } channel && Hears(page, member, channel) is var hears && hears != member.Hears)
                page.Members[member.Id] = member with { Hears = hears };
    }

    /// <summary>A direct message is heard by all who are in it anyway.</summary>
    private static bool Hears(NotificationPage page, NotifyMember member, NotifyChannel channel) =>
        channel.Kind != ChannelKind.Direct && Person(page, member.UserId).In(channel.WorkspaceId, member.ChannelId).Hears;
}
