using EventChat.Events;

namespace EventChat.Api.Demo;

/// <summary>
/// A nick is an account, whatever its case, and the same one in all logs. A person who takes another nick is another account: logs do not tell
/// whose a nick was on another day.
/// </summary>
public sealed record IrcPerson(string Nick)
{
    private const int LongestName = 32, LongestDisplayName = 80, MarkLength = 6;
    private static readonly string[] Kept = ["demo"];

    public UserId UserId { get; } = Id.Derive<UserId>('U', "demo", "irc", Fold(Nick));

    /// <summary>The nick as it was first written.</summary>
    public string DisplayName => Nick.Length <= LongestDisplayName ? Nick : $"{Nick.AsSpan(0, LongestDisplayName - 1)}…";

    /// <summary>The nick itself where it may be a username, and the marked one otherwise.</summary>
    public string Username => Fold(Nick) is var name && IsUsername(name) ? name : MarkedUsername;

    /// <summary>What can be kept of the nick and a mark that no other nick has.</summary>
    public string MarkedUsername
    {
        get
        {
            var name = string.Concat(Fold(Nick).Select(static c => IsPlain(c) ? c : '-'));
            name = name.TrimStart('-', '_');
            if (name.Length > LongestName - MarkLength - 1) name = name[..(LongestName - MarkLength - 1)];
            var mark = UserId.ToString()[^MarkLength..].ToLowerInvariant();
            return name.Length > 0 ? $"{name}-{mark}" : $"irc-{mark}";
        }
    }

    public static string Fold(string nick) => nick.ToLowerInvariant();

    private static bool IsUsername(string name) =>
        name.Length is >= 2 and <= LongestName && char.IsAsciiLetterOrDigit(name[0]) && name.All(IsPlain) && !Kept.Contains(name);

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
