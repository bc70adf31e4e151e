using System.Text.Json.Serialization;
using EventChat.Events.Channels;
using EventChat.Events.Serialization;

namespace EventChat.Events.Interactions;

/// <summary>In this workspace an app answers to a command, or answers to it in another way than before.</summary>
/// <param name="Name">Without the slash.</param>
/// <param name="Url">Where it is posted to when somebody uses it.</param>
/// <param name="Usage">What may stand behind the name, such as <c>[environment]</c>.</param>
public sealed record SlashCommandSet(AppId AppId, string Name, string Url, string Description, string? Usage = null) : DomainEvent;

public sealed record SlashCommandRemoved(AppId AppId, string Name) : DomainEvent;

/// <summary>An app told one person something that nobody else sees. A fact of that person's inbox.</summary>
/// <param name="InteractionId">What it answers.</param>
/// <param name="BotUserId">Who says it.</param>
public sealed record AppAnswered(Guid InteractionId, UserId BotUserId, ChannelId ChannelId, string Text, int? ThreadRoot = null, TextEntities? Entities = null) : DomainEvent;

public static class InteractionEventTypes
{
    public static EventTypes AddInteractionEvents(this EventTypes types) => types
        .Add("command.set", InteractionEventJson.Default.SlashCommandSet)
        .Add("command.removed", InteractionEventJson.Default.SlashCommandRemoved)
        .Add("inbox.app-answered", InteractionEventJson.Default.AppAnswered);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SlashCommandSet))]
[JsonSerializable(typeof(SlashCommandRemoved))]
[JsonSerializable(typeof(AppAnswered))]
internal sealed partial class InteractionEventJson : JsonSerializerContext;
