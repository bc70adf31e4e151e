using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Groups;
using EventChat.Events.Inbox;
using EventChat.Events.Notifications;
using EventChat.Events.Subscriptions;
using EventChat.Events.Users;
using EventChat.Events.Workspaces;

namespace EventChat.Projections.Notifications;

/// <summary>Where notifications come from.</summary>
public static class NotificationSource
{
    /// <summary>Of the projection that keeps them, for reads that wait for it.</summary>
    public const string Name = "notifications";

    /// <summary>Whether the fact tells somebody something, or decides whom others do.</summary>
    public static bool Concerns(DomainEvent e) => e is MessageSent or MessageEdited or MessageDeleted or ReactionAdded or ReactionRemoved or MemberJoined
        or MemberLeft or ChannelCreated or WorkspaceMemberJoined or NotificationRulesChanged or NotificationDeliveryChanged or ProfileChanged or ChannelRead
        or AllRead or ThreadRead or ThreadFollowed or ThreadUnfollowed or SessionOpened
        or GroupCreated or GroupMemberJoined or GroupMemberLeft or GroupDeleted or WorkspaceMemberRemoved
        or SubscriptionPaused;
}
