using System.Text.Json;
using System.Text.Json.Serialization;
using EventChat.Projections.Jobs;

namespace EventChat.Adapters.Jobs;

/// <summary>How work is written where others read it. The names of the kinds are for ever; what is added to a kind has to be optional.</summary>
internal static class JobWire
{
    public static string KindOf(Job job) => job switch
    {
        SendMail => "mail",
        SendPush => "push",
        _ => throw new InvalidOperationException($"{job.GetType().Name} has no name to be written with."),
    };

    public static byte[] Write(Job job) => job switch
    {
        SendMail mail => JsonSerializer.SerializeToUtf8Bytes(mail, JobJson.Default.SendMail),
        SendPush push => JsonSerializer.SerializeToUtf8Bytes(push, JobJson.Default.SendPush),
        _ => throw new InvalidOperationException($"{job.GetType().Name} has no form to be written in."),
    };

    /// <returns>Null where this version knows no such kind, or cannot read what it says.</returns>
    public static Job? Read(string kind, ReadOnlySpan<byte> body)
    {
        try
        {
            return kind switch
            {
                "mail" => JsonSerializer.Deserialize(body, JobJson.Default.SendMail),
                "push" => JsonSerializer.Deserialize(body, JobJson.Default.SendPush),
                _ => null,
            };
        }
        catch (JsonException) { return null; }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SendMail))]
[JsonSerializable(typeof(SendPush))]
internal sealed partial class JobJson : JsonSerializerContext;
