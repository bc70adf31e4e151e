using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Emoji;

/// <summary>The workspace whose stream this is has a picture of its own; the actor brought it.</summary>
/// <param name="Name">As it is written between colons, without them.</param>
/// <param name="Url">The https address of the picture.</param>
public sealed record EmojiAdded(string Name, string Url) : DomainEvent;

/// <summary>Reactions with it stay as they are.</summary>
public sealed record EmojiRemoved(string Name) : DomainEvent;

public static class EmojiEventTypes
{
    public static EventTypes AddEmojiEvents(this EventTypes types) => types
        .Add("emoji.added", EmojiEventJson.Default.EmojiAdded)
        .Add("emoji.removed", EmojiEventJson.Default.EmojiRemoved);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(EmojiAdded))]
[JsonSerializable(typeof(EmojiRemoved))]
internal sealed partial class EmojiEventJson : JsonSerializerContext;
