using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Audit;

/// <summary>A member asked for what only a higher role may do. At most one a minute for each actor and action, and a thousand a day in a workspace.</summary>
/// <param name="Action">Method and address of the endpoint, with the names of its ids in place of the ids.</param>
public sealed record WorkspaceAccessRefused(string Action) : DomainEvent;

public static class AuditEventTypes
{
    public static EventTypes AddAuditEvents(this EventTypes types) => types
        .Add("workspace.access-refused", AuditEventJson.Default.WorkspaceAccessRefused);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(WorkspaceAccessRefused))]
internal sealed partial class AuditEventJson : JsonSerializerContext;
