using System.Globalization;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Commands.Workspaces;

namespace EventChat.Api.Hooks;

/// <summary>An answer as Slack gives it to what comes in: a word in plain text, and the status that goes with it.</summary>
internal sealed class SlackAnswer(int status, string word, int? retryAfterSeconds = null) : IResult
{
    public static readonly SlackAnswer Ok = new(StatusCodes.Status200OK, "ok");

    /// <summary>The same for a token that nobody has, that was made up, and that is of another place.</summary>
    public static readonly SlackAnswer Unknown = new(StatusCodes.Status404NotFound, SlackFaults.NoService);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (retryAfterSeconds is { } seconds) httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/plain; charset=utf-8";
        httpContext.Response.ContentLength = word.Length;
        return httpContext.Response.WriteAsync(word, httpContext.RequestAborted);
    }

    public static SlackAnswer Malformed(string fault) => new(StatusCodes.Status400BadRequest, fault);

    public static SlackAnswer Of(Refusal refusal) => refusal switch
    {
        ChannelNotFound => new(StatusCodes.Status404NotFound, SlackFaults.ChannelNotFound),
        ChannelIsArchived => new(StatusCodes.Status410Gone, SlackFaults.ChannelIsArchived),
        WorkspaceBeingDeleted => new(StatusCodes.Status403Forbidden, SlackFaults.TeamDisabled),
        ThreadRootNotFound => new(StatusCodes.Status404NotFound, SlackFaults.ThreadNotFound),
        ThreadRootIsReply => Malformed(SlackFaults.CannotReply),
        MessageEmpty => Malformed(SlackFaults.NoText),
        Refusal.Unavailable later => new(StatusCodes.Status503ServiceUnavailable, "service_unavailable", later.RetryAfterSeconds),
        Refusal.NotFound => new(StatusCodes.Status404NotFound, SlackFaults.ChannelNotFound),
        Refusal.Forbidden or Refusal.Conflict => new(StatusCodes.Status403Forbidden, SlackFaults.ActionProhibited),
        _ => Malformed(SlackFaults.InvalidPayload),
    };
}
