using EventChat.Adapters.RateLimits;
using EventChat.Api.Auth;
using EventChat.Realtime.Calls;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace EventChat.Api.RateLimits;

/// <summary>Budgets of what is called over the hub alone; what has an address over REST too draws on the budget there.</summary>
internal sealed class HubBudgets(IRateBudgets budgets, Tokens tokens, IOptions<RateLimitOptions> options, RateMetrics metrics) : IHubBudgets
{
    public Task SpendPresence(HubCallerContext caller) => Spend(caller, "presence", options.Value.Presence);

    public Task SpendResume(HubCallerContext caller) => Spend(caller, "resume", options.Value.Resume);

    private async Task Spend(HubCallerContext caller, string kind, Rate rate)
    {
        var member = (Member)caller.User!;
        if (!await tokens.IsOpen(member, caller.ConnectionAborted)) throw new HubException("auth.required: The session is over; sign in.");
        if (!options.Value.Enabled) return;
        var spent = await budgets.Spend(
            $"{kind}:{member.Caller.User}", rate.Limit, TimeSpan.FromSeconds(options.Value.WindowSeconds), caller.ConnectionAborted);
        if (spent.Allowed) return;

        metrics.Refused(kind);
        throw new HubException($"rate-limit.exceeded: Too many calls of this kind; the next may come in {BudgetHeaders.Seconds(spent.Reset)} s.");
    }
}
