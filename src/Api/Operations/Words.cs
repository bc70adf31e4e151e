using EventChat.Adapters;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EventChat.Api.Operations;

/// <summary>What an operator may say, and is told when the server cannot start: one line, no stack trace.</summary>
internal static class Words
{
    public const string Serve = "serve", Verify = "verify", Rebuild = "rebuild";

    /// <summary>What comes first and is no setting.</summary>
    public static string Command(string[] args)
    {
        if (args is not [var first, ..] || first.StartsWith('-') || first.StartsWith('/') || first.Contains('=', StringComparison.Ordinal)) return Serve;
        return first is Serve or Verify or Rebuild
            ? first
            : throw new StartupException($"'{first}' is no command: use none to serve, '{Verify}', or '{Rebuild} NAME'.");
    }

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
