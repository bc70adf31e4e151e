using System.Text.Json;
using System.Text.Json.Serialization;
using EventChat.Api.Apps;
using EventChat.Api.Audit;
using EventChat.Api.Auth;
using EventChat.Api.Channels;
using EventChat.Api.Checkpoints;
using EventChat.Api.Compliance;
using EventChat.Api.Drafts;
using EventChat.Api.Emoji;
using EventChat.Api.Exports;
using EventChat.Api.Groups;
using EventChat.Api.Hooks;
using EventChat.Api.Inbox;
using EventChat.Api.Interactions;
using EventChat.Api.Invites;
using EventChat.Api.Messages;
using EventChat.Api.Notifications;
using EventChat.Api.Privacy;
using EventChat.Api.Search;
using EventChat.Api.Subscriptions;
using EventChat.Api.Typing;
using EventChat.Api.Users;
using EventChat.Api.Workspaces;
using EventChat.Events;
using EventChat.Events.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace EventChat.Api.Http;

/// <summary>How requests are read and answers written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TimestampJson)])]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(SignedIn))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(ChangePasswordRequest))]
[JsonSerializable(typeof(SessionResource))]
[JsonSerializable(typeof(ListOf<SessionResource>))]
[JsonSerializable(typeof(UserResource))]
[JsonSerializable(typeof(ChangeProfileRequest))]
[JsonSerializable(typeof(ChangeStatusRequest))]
[JsonSerializable(typeof(DeactivateRequest))]
[JsonSerializable(typeof(CreateWorkspaceRequest))]
[JsonSerializable(typeof(AddWorkspaceMemberRequest))]
[JsonSerializable(typeof(ChangeWorkspaceRequest))]
[JsonSerializable(typeof(ChangeRoleRequest))]
[JsonSerializable(typeof(TransferRequest))]
[JsonSerializable(typeof(GrantRequest))]
[JsonSerializable(typeof(WorkspaceResource))]
[JsonSerializable(typeof(ListOf<WorkspaceResource>))]
[JsonSerializable(typeof(WorkspaceMemberResource))]
[JsonSerializable(typeof(ListOf<WorkspaceMemberResource>))]
[JsonSerializable(typeof(CreateChannelRequest))]
[JsonSerializable(typeof(ChangeChannelRequest))]
[JsonSerializable(typeof(OpenDirectRequest))]
[JsonSerializable(typeof(ChannelResource))]
[JsonSerializable(typeof(ListOf<ChannelResource>))]
[JsonSerializable(typeof(MemberResource))]
[JsonSerializable(typeof(ListOf<MemberResource>))]
[JsonSerializable(typeof(SendMessageRequest))]
[JsonSerializable(typeof(EditMessageRequest))]
[JsonSerializable(typeof(MessageResource))]
[JsonSerializable(typeof(ListOf<MessageResource>))]
[JsonSerializable(typeof(RevisionResource))]
[JsonSerializable(typeof(ListOf<RevisionResource>))]
[JsonSerializable(typeof(ForwardRequest))]
[JsonSerializable(typeof(SavedResource))]
[JsonSerializable(typeof(ListOf<SavedResource>))]
[JsonSerializable(typeof(ScheduleMessageRequest))]
[JsonSerializable(typeof(ChangeScheduledRequest))]
[JsonSerializable(typeof(ScheduledResource))]
[JsonSerializable(typeof(ListOf<ScheduledResource>))]
[JsonSerializable(typeof(ChannelEventsResource))]
[JsonSerializable(typeof(CheckpointResource))]
[JsonSerializable(typeof(ExportRequest))]
[JsonSerializable(typeof(ExportResource))]
[JsonSerializable(typeof(ListOf<ExportResource>))]
[JsonSerializable(typeof(ExportPreview))]
[JsonSerializable(typeof(MarkReadRequest))]
[JsonSerializable(typeof(TypingRequest))]
[JsonSerializable(typeof(DraftRequest))]
[JsonSerializable(typeof(DraftResource))]
[JsonSerializable(typeof(DraftList))]
[JsonSerializable(typeof(ReadMarkResource))]
[JsonSerializable(typeof(ThreadMarkResource))]
[JsonSerializable(typeof(FollowedThreadResource))]
[JsonSerializable(typeof(ListOf<FollowedThreadResource>))]
[JsonSerializable(typeof(UnreadsResource))]
[JsonSerializable(typeof(BootResource))]
[JsonSerializable(typeof(CreateInviteRequest))]
[JsonSerializable(typeof(InviteResource))]
[JsonSerializable(typeof(ListOf<InviteResource>))]
[JsonSerializable(typeof(CreateGroupRequest))]
[JsonSerializable(typeof(ChangeGroupRequest))]
[JsonSerializable(typeof(GroupResource))]
[JsonSerializable(typeof(ListOf<GroupResource>))]
[JsonSerializable(typeof(CreateAppRequest))]
[JsonSerializable(typeof(AppResource))]
[JsonSerializable(typeof(ListOf<AppResource>))]
[JsonSerializable(typeof(IssueAppTokenRequest))]
[JsonSerializable(typeof(AppTokenResource))]
[JsonSerializable(typeof(AddEmojiRequest))]
[JsonSerializable(typeof(EmojiResource))]
[JsonSerializable(typeof(ListOf<EmojiResource>))]
[JsonSerializable(typeof(AuditResource))]
[JsonSerializable(typeof(ListOf<AuditResource>))]
[JsonSerializable(typeof(PreferencesRequest))]
[JsonSerializable(typeof(RulesRequest))]
[JsonSerializable(typeof(PreferencesResource))]
[JsonSerializable(typeof(RulesResource))]
[JsonSerializable(typeof(SearchHitResource))]
[JsonSerializable(typeof(ListOf<SearchHitResource>))]
[JsonSerializable(typeof(ReadNotificationsRequest))]
[JsonSerializable(typeof(ReadNotificationsResource))]
[JsonSerializable(typeof(PushSubscriptionRequest))]
[JsonSerializable(typeof(PushSubscriptionResource))]
[JsonSerializable(typeof(ListOf<PushSubscriptionResource>))]
[JsonSerializable(typeof(PushKeyResource))]
[JsonSerializable(typeof(NotificationResource))]
[JsonSerializable(typeof(ListOf<NotificationResource>))]
[JsonSerializable(typeof(CreateHookRequest))]
[JsonSerializable(typeof(HookResource))]
[JsonSerializable(typeof(ListOf<HookResource>))]
[JsonSerializable(typeof(CreateSubscriptionRequest))]
[JsonSerializable(typeof(RewindRequest))]
[JsonSerializable(typeof(RotateSecretRequest))]
[JsonSerializable(typeof(SubscriptionResource))]
[JsonSerializable(typeof(ListOf<SubscriptionResource>))]
[JsonSerializable(typeof(DeliveryResource))]
[JsonSerializable(typeof(ListOf<DeliveryResource>))]
[JsonSerializable(typeof(PostedResource))]
[JsonSerializable(typeof(Challenge))]
[JsonSerializable(typeof(SetSlashCommandRequest))]
[JsonSerializable(typeof(SlashCommandResource))]
[JsonSerializable(typeof(ListOf<SlashCommandResource>))]
[JsonSerializable(typeof(UseSlashCommandRequest))]
[JsonSerializable(typeof(AppAnswerRequest))]
[JsonSerializable(typeof(AnsweredResource))]
[JsonSerializable(typeof(InteractionRequest))]
[JsonSerializable(typeof(OrderErasureRequest))]
[JsonSerializable(typeof(ErasureResource))]
[JsonSerializable(typeof(ListOf<ErasureResource>))]
[JsonSerializable(typeof(SecondOfficerResource))]
[JsonSerializable(typeof(PlaceHoldRequest))]
[JsonSerializable(typeof(HoldResource))]
[JsonSerializable(typeof(ListOf<HoldResource>))]
[JsonSerializable(typeof(ReplayResource))]
[JsonSerializable(typeof(ReplayedEventResource))]
[JsonSerializable(typeof(ListOf<ReplayedEventResource>))]
[JsonSerializable(typeof(AccessResource))]
[JsonSerializable(typeof(RetentionRequest))]
[JsonSerializable(typeof(RetentionResource))]
[JsonSerializable(typeof(DryRunRequest))]
[JsonSerializable(typeof(DryRunResource))]
[JsonSerializable(typeof(RecordResource))]
[JsonSerializable(typeof(ListOf<RecordResource>))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class ApiJson : JsonSerializerContext;

/// <param name="Next">The cursor of the next page; null at the end.</param>
public sealed record ListOf<T>(IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <summary>RFC 3339, written in UTC with milliseconds. Without an offset it would be another moment wherever the server stands.</summary>
internal sealed class TimestampJson : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTime(out var time) && time.Kind != DateTimeKind.Unspecified && reader.TryGetDateTimeOffset(out var moment)
            ? moment
            : throw new UnreadableJsonException("a moment that exists, in UTC or with its offset, such as 2030-01-01T12:00:00Z");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[Timestamp.Length];
        writer.WriteStringValue(Timestamp.Write(value, text));
    }
}
