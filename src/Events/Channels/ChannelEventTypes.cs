using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Channels;

public static class ChannelEventTypes
{
    public static EventTypes AddChannelEvents(this EventTypes types) => types
        .Add("channel.created", ChannelEventJson.Default.ChannelCreated)
        .Add("channel.renamed", ChannelEventJson.Default.ChannelRenamed)
        .Add("channel.topic-changed", ChannelEventJson.Default.ChannelTopicChanged)
        .Add("channel.purpose-changed", ChannelEventJson.Default.ChannelPurposeChanged)
        .Add("channel.archived", ChannelEventJson.Default.ChannelArchived)
        .Add("channel.unarchived", ChannelEventJson.Default.ChannelUnarchived)
        .Add("channel.frozen", ChannelEventJson.Default.ChannelFrozen)
        .Add("channel.thawed", ChannelEventJson.Default.ChannelThawed)
        .Add("channel.member-joined", ChannelEventJson.Default.MemberJoined)
        .Add("channel.member-left", ChannelEventJson.Default.MemberLeft)
        .Add("message.sent", ChannelEventJson.Default.MessageSent)
        .Add("message.edited", ChannelEventJson.Default.MessageEdited)
        .Add("message.deleted", ChannelEventJson.Default.MessageDeleted)
        .Add("reaction.added", ChannelEventJson.Default.ReactionAdded)
        .Add("reaction.removed", ChannelEventJson.Default.ReactionRemoved)
        .Add("pin.added", ChannelEventJson.Default.MessagePinned)
        .Add("pin.removed", ChannelEventJson.Default.MessageUnpinned)
        .Add("message.preview-added", ChannelEventJson.Default.MessagePreviewAdded);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ChannelCreated))]
[JsonSerializable(typeof(ChannelRenamed))]
[JsonSerializable(typeof(ChannelTopicChanged))]
[JsonSerializable(typeof(ChannelPurposeChanged))]
[JsonSerializable(typeof(ChannelArchived))]
[JsonSerializable(typeof(ChannelUnarchived))]
[JsonSerializable(typeof(ChannelFrozen))]
[JsonSerializable(typeof(ChannelThawed))]
[JsonSerializable(typeof(MemberJoined))]
[JsonSerializable(typeof(MemberLeft))]
[JsonSerializable(typeof(MessageSent))]
[JsonSerializable(typeof(MessageEdited))]
[JsonSerializable(typeof(MessageDeleted))]
[JsonSerializable(typeof(ReactionAdded))]
[JsonSerializable(typeof(ReactionRemoved))]
[JsonSerializable(typeof(MessagePinned))]
[JsonSerializable(typeof(MessageUnpinned))]
[JsonSerializable(typeof(MessagePreviewAdded))]
[JsonSerializable(typeof(ForwardedMessage))]
[JsonSerializable(typeof(DisplayAs))]
[JsonSerializable(typeof(TextEntity))]
[JsonSerializable(typeof(TextEntity[]))]
internal sealed partial class ChannelEventJson : JsonSerializerContext;
