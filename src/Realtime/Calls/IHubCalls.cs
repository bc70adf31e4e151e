using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR;

namespace EventChat.Realtime.Calls;

/// <summary>What a member asks for over the hub, answered by the front door as it answers over REST: the same rules, budgets and errors.</summary>
public interface IHubCalls
{
    /// <exception cref="HubException">It was refused; the message is the stable code, a colon and a sentence.</exception>
    Task<HubAnswer> Ask(HubCallerContext caller, HubCall call);
}

/// <param name="Path">Of the endpoint, below <c>/api/v1/</c>.</param>
public sealed record HubCall(string Method, string Path, JsonElement? Body);

internal sealed record ReadUpTo(int Number);

internal sealed record TypingIn(int? ThreadRoot);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReadUpTo))]
[JsonSerializable(typeof(TypingIn))]
internal sealed partial class CallJson : JsonSerializerContext;
