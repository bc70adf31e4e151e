using System.Globalization;
using EventChat.Projections.Search;

namespace EventChat.Api.Search;

/// <summary>Where the next page of messages begins, as clients carry it: numbers that tell nothing but places in the log.</summary>
internal static class MessageCursor
{
    public static string? Of(SearchCursor? cursor) => cursor is null ? null
        : string.Create(CultureInfo.InvariantCulture, $"{cursor.Top}-{cursor.Bottom}-{BitConverter.SingleToUInt32Bits(cursor.Rank)}-{cursor.Position}");

    /// <returns>False for what was no <c>next</c>.</returns>
    public static bool TryParse(string? text, out SearchCursor? cursor)
    {
        cursor = null;
        if (text is null) return true;
        if (text.Length > 100 || text.Split('-') is not { Length: 4 } parts) return false;
        if (!Number(parts[0], out var top) || !Number(parts[1], out var bottom) || !Number(parts[3], out var position)
            || !uint.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var rank)) return false;
        cursor = new(new(top), new(bottom), BitConverter.UInt32BitsToSingle(rank), new(position));
        return float.IsFinite(cursor.Rank);
    }

    private static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
