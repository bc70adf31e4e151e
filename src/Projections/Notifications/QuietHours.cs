namespace EventChat.Projections.Notifications;

/// <summary>The hours of a day in which a person does not want to be disturbed, in their own time zone; pure.</summary>
public static class QuietHours
{
    /// <param name="timeZone">An IANA name; UTC where there is none, or the machine does not know it.</param>
    public static bool IsQuiet(TimeOnly? from, TimeOnly? to, string? timeZone, DateTimeOffset at)
    {
        if (from is not { } begin || to is not { } end) return false;
        var zone = timeZone is { Length: > 0 } && TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var known) ? known : TimeZoneInfo.Utc;
        return TimeOnly.FromTimeSpan(TimeZoneInfo.ConvertTime(at, zone).TimeOfDay).IsBetween(begin, end);
    }
}
