using EventChat.Events;
using EventChat.Events.Apps;
using EventChat.Events.Audit;
using EventChat.Events.Channels;
using EventChat.Events.Compliance;
using EventChat.Events.Emoji;
using EventChat.Events.Exports;
using EventChat.Events.Groups;
using EventChat.Events.Hooks;
using EventChat.Events.Inbox;
using EventChat.Events.Interactions;
using EventChat.Events.Invites;
using EventChat.Events.Names;
using EventChat.Events.Notifications;
using EventChat.Events.Privacy;
using EventChat.Events.Subscriptions;
using EventChat.Events.Users;
using EventChat.Events.Workspaces;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Events;

/// <summary>One of each fact, with everything that it can say.</summary>
internal static class Samples
{
    public static readonly IReadOnlyList<DomainEvent> All =
    [
        new WorkspaceCreated("Home", "home"),
        new WorkspaceMemberJoined(Bob, WorkspaceRole.Member),
        new WorkspaceRenamed("House"),
        new WorkspaceDescriptionChanged("Where we live"),
        new WorkspaceIconChanged("https://example.org/house.png"),
        new WorkspaceLanguageChanged("german"),
        new DefaultChannelAdded(General),
        new DefaultChannelRemoved(General),
        new WorkspaceRoleChanged(Bob, WorkspaceRole.Admin),
        new WorkspaceMemberRemoved(Bob),
        new ComplianceOfficerGranted(Bob, "Audit of 2030"),
        new ComplianceOfficerRevoked(Bob, "The audit is over"),
        new WorkspaceDeletionScheduled(Noon),
        new WorkspaceRestored(),
        new WorkspaceDeleted(),
        new ChannelCreated(Home, "general", ChannelKind.Public, "Everything", "To talk"),
        new ChannelRenamed("lobby"),
        new ChannelTopicChanged("Tea"),
        new ChannelPurposeChanged("To drink"),
        new ChannelArchived(),
        new ChannelUnarchived(),
        new ChannelFrozen(),
        new ChannelThawed(),
        new MemberJoined(Bob, After: 2),
        new MemberLeft(Bob),
        new MessageSent(2, "@bob @channel 👋", ThreadRoot: 1, Broadcast: true, ClientMessageId: "k1", SentAt: Noon, Entities:
            [new(EntityKind.User, 0, 4, UserId: Bob), new(EntityKind.Everyone, 5, 8)], RootAuthor: Ada, Forwarded: new(Ada, "Tea?", Noon, ChannelId: General, Number: 1),
            DisplayAs: new("Alerts", "https://example.org/bell.png", "🔔")),
        new MessageEdited(2, "#general https://example.org", [new(EntityKind.Channel, 0, 8, ChannelId: General), new(EntityKind.Link, 9, 19)], ThreadRoot: 1, Broadcast: true),
        new MessageDeleted(2, Bob, ThreadRoot: 1, Broadcast: true),
        new ReactionAdded(1, "👋", Ada),
        new ReactionRemoved(1, "👋"),
        new MessagePinned(1),
        new MessageUnpinned(1),
        new MessagePreviewAdded(1, "https://example.org/tea", "Tea", "All about tea", "Example", "https://example.org/tea.png", Ada),
        new UserRegistered("robot", "Robot", "", new(Home, Robot, Alerts)),
        new ProfileChanged("Ada King", "https://example.org/ada.png", "Europe/London"),
        new StatusChanged("Counting", "🧮", Noon),
        new PasswordChanged(),
        new SessionOpened(Id.Parse<SessionId>("S00000000000000000000000ADA"), "Difference Engine 2", "192.0.2.7"),
        new SessionEnded(Id.Parse<SessionId>("S00000000000000000000000ADA"), SessionEnd.Revoked),
        new WordsErased(Bob),
        new UserErased(),
        new ErasureOrdered(Forgotten, Bob, "He asked for it", AwaitsApproval: true),
        new ErasureApproved(Forgotten),
        new ErasureWithdrawn(Forgotten),
        new ErasureDone(Forgotten, Bob, 3, WithAccount: true),
        new SecondOfficerRequired(true),
        new UserDeactivated(),
        new ChannelRead(General, 2, Unread: 1, Version: 5, MentionedIn: [4]),
        new AllRead(Home, [new(General, 2, 5)], [new(General, 1, 2, 5)]),
        new ThreadRead(General, 1, 2, Unread: 1, Version: 5, MentionedIn: [4]),
        new ThreadFollowed(General, 1, After: 2, Version: 5),
        new ThreadUnfollowed(General, 1, After: 2, Version: 5),
        new DirectHidden(Lovers, 2),
        new DirectShown(Lovers),
        new NotificationRulesChanged(Home, General, NotifyLevel.All, Muted: true, ["tea"]),
        new NotificationDeliveryChanged(new(22, 0), new(7, 30), DigestMinutes: 60),
        new MessageSaved(General, 2),
        new MessageUnsaved(General, 2),
        new MessageScheduled(Later, General, "Good morning", Noon, ThreadRoot: 1, Broadcast: true),
        new ScheduledMessageChanged(Later, "Good evening", Noon),
        new ScheduledMessageCancelled(Later),
        new ScheduledMessageDue(Later),
        new ScheduledMessageSent(Later, 3),
        new ScheduledMessageFailed(Later, "channel.archived"),
        new NotificationsRead(4711, [4713, 4715]),
        new NameTaken("U00000000000000000000000ADA"),
        new NameReleased("U00000000000000000000000ADA"),
        new InviteCreated(Welcome, new string('0', 64), WorkspaceRole.Guest, Noon, [General], MaxUses: 10, Email: "bob@example.org"),
        new InviteRevoked(Welcome),
        new InviteAccepted(Welcome),
        new GroupCreated(Crew, "crew", "The crew"),
        new GroupChanged(Crew, "team", "The team"),
        new GroupMemberJoined(Crew, Bob),
        new GroupMemberLeft(Crew, Bob),
        new GroupDeleted(Crew),
        new EmojiAdded("party_parrot", "https://example.org/parrot.gif"),
        new EmojiRemoved("party_parrot"),
        new AppCreated(Robot, RobotsBot, "Robot", ["messages:read", "messages:write"]),
        new AppTokenIssued(Robot, RobotsToken, new string('0', 64), ["messages:read"], Noon, RobotsToken),
        new AppTokenReplaced(Robot, RobotsToken, Noon),
        new AppTokenRevoked(Robot, RobotsToken),
        new AppRemoved(Robot),
        new HookCreated(Alerts, General, AlertsBot, "Alerts", new string('0', 64), AnyChannel: true),
        new HookRemoved(Alerts),
        new SubscriptionCreated(RobotsSubscription, Robot, "https://robot.example.org/events", ["message.*", "reaction.added"], [General], 4711),
        new SubscriptionSecretRotated(RobotsSubscription, Noon),
        new SubscriptionRewound(RobotsSubscription, 4711),
        new SubscriptionPaused(RobotsSubscription, PauseReason.Failing, Ada),
        new SubscriptionResumed(RobotsSubscription),
        new SubscriptionRemoved(RobotsSubscription),
        new SlashCommandSet(Robot, "deploy", "https://robot.example.org/deploy", "Deploys", "[environment]"),
        new SlashCommandRemoved(Robot, "deploy"),
        new AppAnswered(new("01990000-0000-7000-8000-000000000001"), RobotsBot, General, "Deployed for @bob", 1, [new(EntityKind.User, 13, 4, UserId: Bob)]),
        new WorkspaceAccessRefused("POST workspaces/{workspaceId}/invites"),
        new Shown("replay", new(General, 1, Bob, 4711, Noon, Noon, Noon, "2"), "Case 7"),
        new HoldPlaced(CaseHold, "Case 7", [Bob], [General], Noon, Noon.AddDays(1), "tea", "The letter of the court"),
        new HoldReleased(CaseHold, "The case is closed"),
        new ExportRequested(CaseExport, "Case 7", [Bob], [General], Noon, Noon.AddDays(1), "tea", "The letter of the court"),
        new ExportCancelled(CaseExport, "The case is settled"),
        new RetentionSet([new([General], ChannelKind.Public, 30, KeepPinned: true), new([Cellar])], "The law of 2030"),
    ];

    /// <summary>As they were written before they could say more, in files that have the fact's name alone; what they came to say is in a file with a plus.</summary>
    public static readonly IReadOnlyList<DomainEvent> Earlier =
    [
        new MessagePreviewAdded(1, "https://example.org/tea", "Tea", "All about tea", "Example", "https://example.org/tea.png"),
        new MessageSent(2, "Hello yourself 👋", ThreadRoot: 1, Broadcast: true, ClientMessageId: "k1", SentAt: Noon),
        new MessageSent(2, "@bob @channel 👋", ThreadRoot: 1, Broadcast: true, ClientMessageId: "k1", SentAt: Noon, Entities:
            [new(EntityKind.User, 0, 4, UserId: Bob), new(EntityKind.Everyone, 5, 8)]),
        new MessageSent(2, "@bob @channel 👋", ThreadRoot: 1, Broadcast: true, ClientMessageId: "k1", SentAt: Noon, Entities:
            [new(EntityKind.User, 0, 4, UserId: Bob), new(EntityKind.Everyone, 5, 8)], RootAuthor: Ada),
        new MessageSent(2, "@bob @channel 👋", ThreadRoot: 1, Broadcast: true, ClientMessageId: "k1", SentAt: Noon, Entities:
            [new(EntityKind.User, 0, 4, UserId: Bob), new(EntityKind.Everyone, 5, 8)], RootAuthor: Ada, Forwarded: new(Ada, "Tea?", Noon, ChannelId: General, Number: 1)),
        new MessageEdited(2, "Hello"),
        new MessageEdited(2, "#general https://example.org", [new(EntityKind.Channel, 0, 8, ChannelId: General), new(EntityKind.Link, 9, 19)], ThreadRoot: 1),
        new MemberJoined(Bob),
        new MessageDeleted(2, Bob, ThreadRoot: 1),
        new ChannelRead(General, 2),
        new ChannelRead(General, 2, Unread: 1, Version: 5),
        new ThreadRead(General, 1, 2, Unread: 1, Version: 5),
        new ReactionAdded(1, "👋"),
        new UserRegistered("ada", "Ada Lovelace", "ada@example.org"),
        new UserRegistered("robot", "Robot", "", new(Home, Robot)),
        new AppTokenIssued(Robot, RobotsToken, new string('0', 64), ["messages:read"], Noon),
    ];

    /// <summary>Every concrete fact of the product.</summary>
    public static IEnumerable<Type> Facts => typeof(DomainEvent).Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(DomainEvent)) && !t.IsAbstract);
}
