using System.Text.Json.Serialization;
using EventChat.Events.Serialization;

namespace EventChat.Events.Privacy;

/// <summary>What a person wrote in the channel is gone for ever, and so are copies of it that others made there: in every event that held it, the words are empty.</summary>
public sealed record WordsErased(UserId UserId) : DomainEvent;

/// <summary>What a person said of themselves is gone for ever: name, address, picture, status, and where their sessions came from.</summary>
public sealed record UserErased : DomainEvent;

/// <summary>A person is to be erased from the workspace. Where the workspace asks for two officers, nothing happens before a second one has approved.</summary>
/// <param name="AwaitsApproval">Absent where one officer is enough.</param>
public sealed record ErasureOrdered(ErasureId ErasureId, UserId UserId, string Reason, bool? AwaitsApproval = null) : DomainEvent;

/// <summary>The actor is another officer than the one who ordered it.</summary>
public sealed record ErasureApproved(ErasureId ErasureId) : DomainEvent;

/// <summary>Nothing was destroyed, and nothing will be for this order.</summary>
public sealed record ErasureWithdrawn(ErasureId ErasureId) : DomainEvent;

/// <summary>The keys are destroyed, and nothing serves the words any more.</summary>
/// <param name="Channels">How many channels the person had written in, or had been quoted in.</param>
/// <param name="WithAccount">Whether what they say of themselves went too, because they are in no other workspace.</param>
public sealed record ErasureDone(ErasureId ErasureId, UserId UserId, int Channels, bool WithAccount) : DomainEvent;

/// <summary>Whether an erasure takes a second officer.</summary>
public sealed record SecondOfficerRequired(bool Required) : DomainEvent;

public static class PrivacyEventTypes
{
    public static EventTypes AddPrivacyEvents(this EventTypes types) => types
        .Add("message.words-erased", PrivacyEventJson.Default.WordsErased)
        .Add("user.erased", PrivacyEventJson.Default.UserErased)
        .Add("governance.erasure-ordered", PrivacyEventJson.Default.ErasureOrdered)
        .Add("governance.erasure-approved", PrivacyEventJson.Default.ErasureApproved)
        .Add("governance.erasure-withdrawn", PrivacyEventJson.Default.ErasureWithdrawn)
        .Add("governance.erasure-done", PrivacyEventJson.Default.ErasureDone)
        .Add("governance.second-officer-required", PrivacyEventJson.Default.SecondOfficerRequired);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(WordsErased))]
[JsonSerializable(typeof(UserErased))]
[JsonSerializable(typeof(ErasureOrdered))]
[JsonSerializable(typeof(ErasureApproved))]
[JsonSerializable(typeof(ErasureWithdrawn))]
[JsonSerializable(typeof(ErasureDone))]
[JsonSerializable(typeof(SecondOfficerRequired))]
internal sealed partial class PrivacyEventJson : JsonSerializerContext;
