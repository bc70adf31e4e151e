using System.Globalization;
using System.Text.Json.Serialization;
using EventChat.Events;
using EventChat.Realtime.Pushes;

namespace EventChat.Realtime.Presence;

/// <summary>What connections are told of people: <c>Presence</c> with one argument, once for each. Connections that look at the same people share a frame.</summary>
internal sealed class PresenceFrames
{
    private readonly Dictionary<Shown, int> numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Frame> frames = new(StringComparer.Ordinal);

    public Frame Of(IReadOnlyList<Shown> shown)
    {
        var key = string.Join(',', shown.Select(one => numbers.TryGetValue(one, out var number) ? number : numbers[one] = numbers.Count).Order().Select(static n => n.ToString(CultureInfo.InvariantCulture)));
        return frames.TryGetValue(key, out var frame) ? frame : frames[key] = Frame.Calls("Presence", [.. shown.Select(Of)], PresenceJson.Default.PersonSeen);
    }

    private static PersonSeen Of(Shown shown) => new(
        shown.UserId, shown.State, shown.Status is { } status ? new(status.Text, status.Emoji, status.Until is { } until ? Timestamp.Text(until) : null) : null);
}

internal sealed record PersonSeen(UserId UserId, PresenceState State, StatusSeen? Status);

/// <param name="Until">When it ends by itself.</param>
internal sealed record StatusSeen(string Text, string Emoji, string? Until);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PersonSeen))]
internal sealed partial class PresenceJson : JsonSerializerContext;
