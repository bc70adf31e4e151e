using EventChat.Adapters.RateLimits;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Events;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Hooks;

/// <summary>What may come through one hook, and how often one address may try hooks that there are not. No token is part of a key.</summary>
internal sealed class HookBudgets(IRateBudgets budgets, IOptions<RateLimitOptions> options, RateMetrics metrics)
{
    /// <returns>Null where there is some left.</returns>
    public ValueTask<IResult?> Spend(HookId hook, HttpContext http, CancellationToken ct) => Spend("hooks", $"{hook}", options.Value.Hooks, http, ct);

    /// <returns>Null where there is some left.</returns>
    public ValueTask<IResult?> SpendGuess(HttpContext http, CancellationToken ct) => Spend("hookguesses", ClientAddress.Of(http), options.Value.HookGuesses, http, ct);

    private async ValueTask<IResult?> Spend(string kind, string who, Rate rate, HttpContext http, CancellationToken ct)
    {
        if (!options.Value.Enabled) return null;
        var spent = await budgets.Spend($"{kind}:{who}", rate.Limit, TimeSpan.FromSeconds(options.Value.WindowSeconds), ct);
        var seconds = BudgetHeaders.Seconds(spent.Reset);
        BudgetHeaders.Of(rate.Limit, spent.Remaining, seconds).Write(http.Response.Headers);
        if (spent.Allowed) return null;
        metrics.Refused(kind);
        return new SlackAnswer(StatusCodes.Status429TooManyRequests, SlackFaults.RateLimited, seconds);
    }
}
