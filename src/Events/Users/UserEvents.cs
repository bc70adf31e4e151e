using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Users;

/// <summary>A password is never part of an event; its hash is kept beside the log.</summary>
public sealed record UserRegistered(string Username, string DisplayName, string Email) : DomainEvent;

public static class UserEventTypes
{
    public static EventTypes AddUserEvents(this EventTypes types) => types
        .Add("user.registered", UserEventJson.Default.UserRegistered);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(UserRegistered))]
internal sealed partial class UserEventJson : JsonSerializerContext;
