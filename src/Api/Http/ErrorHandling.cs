using System.Text.Json;
using System.Text.RegularExpressions;
using EventChat.Adapters.Accounts;
using EventChat.Commands.Handling;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using Npgsql;

namespace EventChat.Api.Http;

/// <summary>What was not foreseen becomes an answer all the same, without a stack trace.</summary>
internal sealed partial class ErrorHandling(ILogger<ErrorHandling> logger)
{
    public async Task Answer(HttpContext httpContext, Exception exception)
    {
        if (httpContext.RequestAborted.IsCancellationRequested) return;
        var problem = exception switch
        {
            BadHttpRequestException { InnerException: JsonException json } => new Problem(
                StatusCodes.Status400BadRequest, "request.malformed-json", $"The body is not the JSON that is expected here: {Plain(json)}"),
            BadHttpRequestException bad when bad.Message.StartsWith("Implicit body", StringComparison.Ordinal) =>
                Problem.Of(StatusCodes.Status400BadRequest, "Send a body of JSON."),
            BadHttpRequestException bad => Problem.Of(bad.StatusCode, bad.StatusCode == StatusCodes.Status400BadRequest ? Plain(bad) : null),
            RefusedException refused => Problem.Of(refused.Refusal),
            LogUnavailableException => Problem.Of(new LogUnavailable()),
            LogOverloadedException or HashingOverloadedException => Problem.Of(new Overloaded()),
            NpgsqlException or TimeoutException => Problem.Of(StatusCodes.Status503ServiceUnavailable, "The database cannot be reached; try again shortly."),
            _ => null,
        };

        if (problem is null) LogFailed(exception, httpContext.Request.Method, httpContext.GetEndpoint()?.DisplayName);
        await (problem ?? Problem.Of(StatusCodes.Status500InternalServerError)).ExecuteAsync(httpContext);
    }

    /// <summary>Without the type names that the serializer adds.</summary>
    private static string Plain(JsonException json) => json.Path is { } path
        ? $"at {path}, line {json.LineNumber + 1}, byte {json.BytePositionInLine}.{(json is UnreadableJsonException ? $" {json.Message}" : "")}"
        : "it ends too early or is no JSON.";

    /// <summary>Likewise of an id in the address.</summary>
    private static string Plain(BadHttpRequestException bad) =>
        Unbound().Match(bad.Message) is { Success: true } match ? $"'{match.Groups["name"]}' cannot be read: '{match.Groups["value"]}'." : bad.Message;

    [GeneratedRegex("""\AFailed to bind parameter "[^"]* (?<name>\w+)" from "(?<value>.*)"\.\z""", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unbound();

    [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed")]
    private partial void LogFailed(Exception error, string method, string? endpoint);
}
