using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace EventChat.Api.RateLimits;

/// <summary>What a limited answer says of its budget; the last in seconds.</summary>
internal readonly record struct BudgetHeaders(StringValues OfLimit, StringValues OfRemaining, StringValues OfReset)
{
    public const string Limit = "X-RateLimit-Limit", Remaining = "X-RateLimit-Remaining", Reset = "X-RateLimit-Reset";

    public static BudgetHeaders Of(int limit, int remaining, int seconds) =>
        new(limit.ToString(CultureInfo.InvariantCulture), remaining.ToString(CultureInfo.InvariantCulture), seconds.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whole ones, and never none.</summary>
    public static int Seconds(TimeSpan reset) => Math.Max(1, (int)Math.Ceiling(reset.TotalSeconds));

    /// <returns>Null for an answer that is not limited.</returns>
    public static BudgetHeaders? Of(IHeaderDictionary headers) =>
        headers.TryGetValue(Limit, out var limit) ? new(limit, headers[Remaining], headers[Reset]) : null;

    public void Write(IHeaderDictionary headers) => (headers[Limit], headers[Remaining], headers[Reset]) = (OfLimit, OfRemaining, OfReset);
}
