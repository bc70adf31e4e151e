using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Inbox;

/// <summary>Everything up to the number is read, nothing after it: moving backwards marks unread.</summary>
public sealed record ChannelRead(ChannelId ChannelId, int Number) : DomainEvent;

public static class InboxEventTypes
{
    public static EventTypes AddInboxEvents(this EventTypes types) => types
        .Add("inbox.channel-read", InboxEventJson.Default.ChannelRead);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ChannelRead))]
internal sealed partial class InboxEventJson : JsonSerializerContext;
