using System.Text.Json.Serialization;
using EventChat.Projections.Audit;
using EventChat.Projections.Channels;
using EventChat.Projections.Emoji;
using EventChat.Projections.Inbox;
using EventChat.Projections.Invites;
using EventChat.Projections.Members;
using EventChat.Projections.Mentions;
using EventChat.Projections.Messages;
using EventChat.Projections.Notifications;
using EventChat.Projections.Running;
using EventChat.Projections.Subscriptions;
using EventChat.Projections.Timeline;
using EventChat.Projections.Users;
using EventChat.Projections.Workspaces;

namespace EventChat.Projections;

/// <summary>How read models are stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(Checkpoint))]
[JsonSerializable(typeof(TimelineMessage))]
[JsonSerializable(typeof(RevisionView))]
[JsonSerializable(typeof(SavedView))]
[JsonSerializable(typeof(ScheduledView))]
[JsonSerializable(typeof(ChannelView))]
[JsonSerializable(typeof(MembershipView))]
[JsonSerializable(typeof(WorkspaceView))]
[JsonSerializable(typeof(WorkspaceMemberView))]
[JsonSerializable(typeof(UserView))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(MarkView))]
[JsonSerializable(typeof(HeadView))]
[JsonSerializable(typeof(TallyView))]
[JsonSerializable(typeof(FollowView))]
[JsonSerializable(typeof(ThreadView))]
[JsonSerializable(typeof(InviteView))]
[JsonSerializable(typeof(MentionView))]
[JsonSerializable(typeof(EmojiView))]
[JsonSerializable(typeof(NotificationView))]
[JsonSerializable(typeof(BroadcastView))]
[JsonSerializable(typeof(NotifyPerson))]
[JsonSerializable(typeof(NotifyMember))]
[JsonSerializable(typeof(NotifyChannel))]
[JsonSerializable(typeof(NotifyGroup))]
[JsonSerializable(typeof(NotifyThread))]
[JsonSerializable(typeof(NotifyActivity))]
[JsonSerializable(typeof(NotifyDigest))]
[JsonSerializable(typeof(AuditView))]
[JsonSerializable(typeof(AuditSubject))]
[JsonSerializable(typeof(SubscriptionView))]
internal sealed partial class ViewJson : JsonSerializerContext;
