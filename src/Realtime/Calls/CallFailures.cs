using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace EventChat.Realtime.Calls;

/// <summary>
/// Tells the log of calls that failed, and not of those that were refused: a refusal is an answer, and whoever is refused a thousand times must not fill the log. SignalR itself cannot tell
/// the two apart, so it is silent about both.
/// </summary>
internal sealed partial class CallFailures(ILogger<CallFailures> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            return await next(invocationContext);
        }
        catch (Exception error) when (error is not (HubException or OperationCanceledException))
        {
            LogFailed(error, invocationContext.HubMethodName);
            throw;
        }
    }

    [LoggerMessage(LogLevel.Error, "The call {Method} failed")]
    private partial void LogFailed(Exception error, string method);
}
