using System.Text.Json.Serialization;
using EventChat.Events.Serialization;
using EventChat.Events.Workspaces;

namespace EventChat.Events.Invites;

/// <summary>Somebody may come into the workspace whose stream this is. The code itself is told to its maker once, and is nowhere in the log.</summary>
/// <param name="CodeHash">SHA-256 of the code, in lower-case hexadecimal digits.</param>
/// <param name="ChannelIds">Where those who come are let in besides.</param>
/// <param name="MaxUses">Absent where any number may come.</param>
/// <param name="Email">The one address that it is for, in lower case.</param>
public sealed record InviteCreated(
    InviteId InviteId, string CodeHash, WorkspaceRole Role, DateTimeOffset ExpiresAt, IReadOnlyList<ChannelId> ChannelIds, int? MaxUses = null,
    string? Email = null) : DomainEvent
{
    public bool Equals(InviteCreated? other) => other is not null && InviteId == other.InviteId && CodeHash == other.CodeHash && Role == other.Role
        && ExpiresAt == other.ExpiresAt && ChannelIds.SequenceEqual(other.ChannelIds) && MaxUses == other.MaxUses && Email == other.Email;

    public override int GetHashCode() => HashCode.Combine(InviteId, CodeHash);
}

public sealed record InviteRevoked(InviteId InviteId) : DomainEvent;

/// <summary>The actor used it; that they are in the workspace now is a fact of its own.</summary>
public sealed record InviteAccepted(InviteId InviteId) : DomainEvent;

public static class InviteEventTypes
{
    public static EventTypes AddInviteEvents(this EventTypes types) => types
        .Add("invite.created", InviteEventJson.Default.InviteCreated)
        .Add("invite.revoked", InviteEventJson.Default.InviteRevoked)
        .Add("invite.accepted", InviteEventJson.Default.InviteAccepted);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(InviteCreated))]
[JsonSerializable(typeof(InviteRevoked))]
[JsonSerializable(typeof(InviteAccepted))]
internal sealed partial class InviteEventJson : JsonSerializerContext;
