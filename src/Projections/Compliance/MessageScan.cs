using System.Text.Json;
using EventChat.Events.Store;

namespace EventChat.Projections.Compliance;

/// <summary>The numbers of an event about a message, without its words: those are opened for the few messages that are shown, and never for the rest.</summary>
/// <param name="Root">0 for none.</param>
public readonly record struct MessageScan(int Number, int Root, bool IsBroadcast)
{
    /// <summary>Whether it is an unbroadcast reply, which the channel itself does not show.</summary>
    public bool IsAside => Root > 0 && !IsBroadcast;

    /// <summary>Numbers have had the same names in every shape that events about messages ever had.</summary>
    public static MessageScan Of(EventOutline e) => Of(e.Data.Span);

    public static MessageScan Of(ReadOnlySpan<byte> json)
    {
        var (number, root, broadcast) = (0, 0, false);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("number"u8) && reader.Read()) number = reader.GetInt32();
            else if (reader.ValueTextEquals("threadRoot"u8) && reader.Read()) root = reader.TokenType == JsonTokenType.Number ? reader.GetInt32() : 0;
            else if (reader.ValueTextEquals("broadcast"u8) && reader.Read()) broadcast = reader.TokenType == JsonTokenType.True;
            else reader.Skip();
        }

        return new(number, root, broadcast);
    }
}
