using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Names;

/// <param name="Owner">Id of the account, workspace or channel that has the name now.</param>
public sealed record NameTaken(string Owner) : DomainEvent;

public sealed record NameReleased(string Owner) : DomainEvent;

public static class NameEventTypes
{
    public static EventTypes AddNameEvents(this EventTypes types) => types
        .Add("name.taken", NameEventJson.Default.NameTaken)
        .Add("name.released", NameEventJson.Default.NameReleased);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(NameTaken))]
[JsonSerializable(typeof(NameReleased))]
internal sealed partial class NameEventJson : JsonSerializerContext;
