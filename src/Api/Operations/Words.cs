using EventChat.Adapters;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EventChat.Api.Operations;

/// <summary>What an operator may say, and is told when the server cannot start: one line, no stack trace.</summary>
internal static class Words
{
    public const string Serve = "serve", Verify = "verify", Rebuild = "rebuild", Repair = "repair", Jobs = "jobs";
    private const string OfPerson = "--person";
    private const int MostOfJobs = 2;

    /// <summary>What comes first and is no setting.</summary>
    public static string Command(string[] args)
    {
        if (args is not [var first, ..] || IsSetting(first)) return Serve;
        return first is Serve or Verify or Rebuild or Repair or Jobs
            ? first
            : throw new StartupException($"'{first}' is no command: use none to serve, '{Verify}', '{Verify} {OfPerson} NAME|all', '{Repair}', '{Rebuild} NAME', or '{Jobs} [show|retry|delete NUMBER]'.");
    }

    /// <summary>Whose counts are to be verified or repaired: a username, an id, or <c>all</c>; null where nobody was named.</summary>
    /// <exception cref="StartupException">A person is announced and not named.</exception>
    public static string? Person(string[] args) => Split(args).Person ?? (args is [Repair, ..] ? "all" : null);

    /// <summary>What is to be done with failed work, and with which.</summary>
    public static string[] OfJobs(string[] args) => [.. args.Skip(1).TakeWhile(static word => !IsSetting(word)).Take(MostOfJobs)];

    /// <summary>What follows the command. The framework would pass over words that it does not understand.</summary>
    /// <exception cref="StartupException">A word that belongs to no setting, or a setting without a value.</exception>
    public static string[] Settings(string[] args)
    {
        args = Split(args).Others;
        var settings = args switch
        {
            [Rebuild, var name, ..] when !IsSetting(name) => args[2..],
            [Jobs, ..] => args[(1 + OfJobs(args).Length)..],
            [Serve or Verify or Rebuild or Repair, ..] => args[1..],
            _ => args,
        };
        for (var i = 0; i < settings.Length; i++)
        {
            var word = settings[i];
            if (!IsSetting(word)) throw new StartupException($"'{word}' belongs to no setting: write --NAME VALUE, as in --urls http://127.0.0.1:5080");
            if (word.Contains('=', StringComparison.Ordinal)) continue;
            if (++i == settings.Length || settings[i].StartsWith("--", StringComparison.Ordinal)) throw new StartupException($"{word} needs a value");
        }

        return settings;
    }

    /// <summary>The person that is named to be verified or repaired, wherever it stands, and everything else.</summary>
    private static (string? Person, string[] Others) Split(string[] args)
    {
        if (args is not [Verify or Repair, ..] || Array.FindIndex(args, static word => word.Split('=')[0] == OfPerson) is not (> 0 and var at)) return (null, args);
        if (args[at].Length > OfPerson.Length) return (args[at][(OfPerson.Length + 1)..], [.. args[..at], .. args[(at + 1)..]]);
        return at + 1 < args.Length ? (args[at + 1], [.. args[..at], .. args[(at + 2)..]]) : throw new StartupException($"{OfPerson} needs a value");
    }

    /// <summary><c>--NAME VALUE</c>, <c>/NAME VALUE</c>, or either in one with an equals sign; no name holds a slash, as a path does.</summary>
    private static bool IsSetting(string word) =>
        word.IndexOf('=', StringComparison.Ordinal) is > 0 || word is ['-', '-', _, ..] || (word is ['/', _, ..] && word.LastIndexOf('/') == 0);

    public static string? For(Exception error) => error switch
    {
        StartupException => error.Message,
        OptionsValidationException invalid => $"a setting is wrong: {string.Join("; ", invalid.Failures)}",
        AggregateException several when several.InnerExceptions.All(static e => e is OptionsValidationException) =>
            $"settings are wrong: {string.Join("; ", several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(static e => e.Failures))}",
        IOException when error.Message.Contains("bind", StringComparison.OrdinalIgnoreCase) => $"{error.Message.TrimEnd('.')}. Choose another with --urls http://127.0.0.1:PORT",
        PostgresException refused => $"the database refuses: {refused.MessageText}",
        NpgsqlException unreachable => $"the database cannot be reached: {unreachable.InnerException?.Message ?? unreachable.Message}",
        FormatException or ArgumentException or InvalidOperationException => error.Message.ReplaceLineEndings(" "),
        _ => null,
    };
}
