using System.Text.Json;
using EventChat.Events.Serialization;

namespace EventChat.Events.Privacy;

/// <summary>Finds one value in JSON without reading the rest of it into memory.</summary>
internal static class JsonPath
{
    /// <summary>The bytes of the value at a path of property names; empty where there is none.</summary>
    /// <exception cref="EventContractException">It is no JSON.</exception>
    public static Range Find(ReadOnlySpan<byte> json, byte[][] path)
    {
        try { return Walk(json, path); }
        catch (JsonException error) { throw new EventContractException(error.Message, error); }
    }

    private static Range Walk(ReadOnlySpan<byte> json, byte[][] path)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read()) return default;
        foreach (var name in path)
            if (reader.TokenType != JsonTokenType.StartObject || !Enter(ref reader, name)) return default;

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    private static bool Enter(ref Utf8JsonReader reader, byte[] name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found) return true;
            reader.Skip();
        }

        return false;
    }
}
