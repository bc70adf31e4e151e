using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Hooks;

/// <summary>An address at which programs post into a channel of the workspace whose stream this is; that its bot is in the workspace is a fact of its own.</summary>
/// <param name="TokenHash">SHA-256 of the secret in the address, in lower-case hexadecimal digits. The secret itself is told to its maker once, and is nowhere in the log.</param>
/// <param name="AnyChannel">What is sent may name another public channel.</param>
public sealed record HookCreated(HookId HookId, ChannelId ChannelId, UserId BotUserId, string Name, string TokenHash, bool? AnyChannel = null) : DomainEvent;

/// <summary>Nothing comes through it any more.</summary>
public sealed record HookRemoved(HookId HookId) : DomainEvent;

public static class HookEventTypes
{
    public static EventTypes AddHookEvents(this EventTypes types) => types
        .Add("hook.created", HookEventJson.Default.HookCreated)
        .Add("hook.removed", HookEventJson.Default.HookRemoved);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(HookCreated))]
[JsonSerializable(typeof(HookRemoved))]
internal sealed partial class HookEventJson : JsonSerializerContext;
