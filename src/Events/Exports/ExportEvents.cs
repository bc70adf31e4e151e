using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Exports;

/// <summary>A case is to be handed over, as of a checkpoint that is made for it.</summary>
/// <param name="CustodianIds">None for everybody.</param>
/// <param name="ChannelIds">None for every channel that a custodian ever was in.</param>
/// <param name="From">Absent for the beginning.</param>
/// <param name="To">The first moment that is no longer meant; absent for all there is then.</param>
/// <param name="Query">Absent for whatever was said.</param>
public sealed record ExportRequested(
    ExportId ExportId, string Name, IReadOnlyList<UserId> CustodianIds, IReadOnlyList<ChannelId> ChannelIds, DateTimeOffset? From = null, DateTimeOffset? To = null, string? Query = null,
    string? Reason = null) : DomainEvent
{
    [JsonIgnore] public ExportCase Case => new(Name, CustodianIds, ChannelIds, From, To, Query);

    public bool Equals(ExportRequested? other) => other is not null
        && (ExportId, Name, From, To, Query, Reason) == (other.ExportId, other.Name, other.From, other.To, other.Query, other.Reason)
        && CustodianIds.SequenceEqual(other.CustodianIds) && ChannelIds.SequenceEqual(other.ChannelIds);

    public override int GetHashCode() => HashCode.Combine(ExportId, Name);
}

/// <summary>It is not gone on with, and what is there of it is deleted.</summary>
public sealed record ExportCancelled(ExportId ExportId, string? Reason = null) : DomainEvent;

public static class ExportEventTypes
{
    public static EventTypes AddExportEvents(this EventTypes types) => types
        .Add("governance.export-requested", ExportEventJson.Default.ExportRequested)
        .Add("governance.export-cancelled", ExportEventJson.Default.ExportCancelled);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ExportRequested))]
[JsonSerializable(typeof(ExportCancelled))]
internal sealed partial class ExportEventJson : JsonSerializerContext;
