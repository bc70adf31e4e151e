using Microsoft.AspNetCore.SignalR;

namespace EventChat.Realtime.Calls;

/// <summary>How often a member may call what is no request over REST.</summary>
public interface IHubBudgets
{
    /// <exception cref="HubException">It was too often, or the session is over; the message is the stable code, a colon and a sentence.</exception>
    Task SpendPresence(HubCallerContext caller);

    /// <exception cref="HubException">As above.</exception>
    Task SpendResume(HubCallerContext caller);
}
