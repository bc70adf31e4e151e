namespace EventChat.Commands.Names;

/// <summary>
/// Names that the eye takes for one are one reservation: letters that look like others within what usernames may hold (Unicode Technical Standard 39,
/// confusables, cut to ASCII), after case folding. Other scripts are not allowed in usernames at all.
/// </summary>
public static class LookAlike
{
    public static string Of(string username) => username.ToLowerInvariant()
        .Replace("rn", "m", StringComparison.Ordinal).Replace("vv", "w", StringComparison.Ordinal)
        .Replace('0', 'o').Replace('1', 'l').Replace('i', 'l').Replace('5', 's');
}
