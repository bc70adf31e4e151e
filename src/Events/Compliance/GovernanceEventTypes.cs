using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Compliance;

public static class GovernanceEventTypes
{
    public static EventTypes AddGovernanceEvents(this EventTypes types) => types
        .Add("governance.shown", GovernanceEventJson.Default.Shown)
        .Add("governance.hold-placed", GovernanceEventJson.Default.HoldPlaced)
        .Add("governance.hold-released", GovernanceEventJson.Default.HoldReleased)
        .Add("governance.retention-set", GovernanceEventJson.Default.RetentionSet);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(Shown))]
[JsonSerializable(typeof(HoldPlaced))]
[JsonSerializable(typeof(HoldReleased))]
[JsonSerializable(typeof(RetentionSet))]
internal sealed partial class GovernanceEventJson : JsonSerializerContext;
