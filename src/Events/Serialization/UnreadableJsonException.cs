using System.Text.Json;

namespace EventChat.Events.Serialization;

/// <summary>A value that is JSON, but not what is expected in its place.</summary>
/// <param name="expected">What is, in words for whoever sent it: "an id that begins with C".</param>
public sealed class UnreadableJsonException(string expected) : JsonException($"It takes {expected}.");
