using EventChat.Adapters;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EventChat.Api.Operations;

/// <summary>What an operator is told when the server cannot start: one line, no stack trace.</summary>
internal static class Words
{
    public static string? For(Exception error) => error switch
    {
        StartupException => error.Message,
        OptionsValidationException invalid => $"a setting is wrong: {string.Join("; ", invalid.Failures)}",
        IOException when error.Message.Contains("bind", StringComparison.OrdinalIgnoreCase) => $"{error.Message.TrimEnd('.')}. Choose another with --urls http://127.0.0.1:PORT",
        PostgresException refused => $"the database refuses: {refused.MessageText}",
        NpgsqlException unreachable => $"the database cannot be reached: {unreachable.InnerException?.Message ?? unreachable.Message}",
        FormatException or ArgumentException or InvalidOperationException => error.Message.ReplaceLineEndings(" "),
        _ => null,
    };
}
