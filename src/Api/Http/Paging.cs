using System.Globalization;
using EventChat.Commands.Handling;

namespace EventChat.Api.Http;

/// <summary>Limits of a page, and cursors that are numbers or ids.</summary>
internal static class Paging
{
    public const int DefaultLimit = 50, MaxLimit = 200;

    public static Refusal? Refuses(int? limit) => limit is < 1 or > MaxLimit ? new LimitOutOfRange() : null;

    /// <returns>Null for a cursor that is no number from 0 on.</returns>
    public static int? Number(string? cursor) =>
        int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Cuts the one more that was read to learn whether there is a next page.</summary>
    public static (List<T> Page, bool More) Cut<T>(List<T> read, int limit) => read.Count > limit ? (read[..limit], true) : (read, false);
}

internal sealed record LimitOutOfRange() : Refusal.Invalid("page.limit-out-of-range", $"A page has 1 to {Paging.MaxLimit} items.", "limit");

internal sealed record CursorInvalid(string Field) : Refusal.Invalid("page.invalid-cursor", "Use the 'next' of the page before, or a message number.", Field);

internal sealed record TooManyCursors() : Refusal.Invalid("page.too-many-cursors", "Use one of 'before', 'after' and 'around'.", "before");
