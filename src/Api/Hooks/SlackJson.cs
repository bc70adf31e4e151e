using System.Text.Json;

namespace EventChat.Api.Hooks;

/// <summary>Reads what senders send, who are not strict about types: a number or a truth may stand for text.</summary>
internal static class SlackJson
{
    extension(JsonElement json)
    {
        /// <summary>The property's text; null where there is none or nothing in it.</summary>
        /// <exception cref="JsonException">It is a thing or a list, or holds half a character.</exception>
        public string? Text(string property) => json.TryGetProperty(property, out var value) ? value.Text() : null;

        public string? Text()
        {
            try
            {
                return json.ValueKind switch
                {
                    JsonValueKind.String => json.GetString() is { Length: > 0 } text ? text : null,
                    JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => json.GetRawText(),
                    JsonValueKind.Null or JsonValueKind.Undefined => null,
                    _ => throw new JsonException(),
                };
            }
            catch (InvalidOperationException)
            {
                throw new JsonException();
            }
        }

        /// <summary>Null where there is none.</summary>
        /// <exception cref="JsonException">It is something else.</exception>
        public JsonElement? Thing(string property) => json.Of(property, JsonValueKind.Object);

        /// <summary>None where it is absent.</summary>
        public IReadOnlyList<JsonElement> Things(string property) => json.Of(property, JsonValueKind.Array) is { } list ? [.. list.EnumerateArray().Select(Sure)] : [];

        /// <summary>Also said as a number, or as text.</summary>
        public bool? Truth(string property) => json.Text(property)?.ToLowerInvariant() switch
        {
            null => null,
            "true" or "1" => true,
            _ => false,
        };

        private JsonElement? Of(string property, JsonValueKind kind) =>
            !json.TryGetProperty(property, out var value) || value.ValueKind == JsonValueKind.Null ? null : value.ValueKind == kind ? value : throw new JsonException();
    }

    private static JsonElement Sure(JsonElement element) => element.ValueKind == JsonValueKind.Object ? element : throw new JsonException();
}
