using EventChat.Adapters.Accounts;
using EventChat.Adapters.RateLimits;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using Microsoft.Extensions.Options;

namespace EventChat.Api.RateLimits;

/// <summary>
/// Attempts to sign in to one account, by username or e-mail address and from wherever, so that many addresses do not guess faster than one. A login that nobody
/// has is counted alike, and what is kept of it is a hash under a key that only the servers have.
/// </summary>
internal sealed class AccountBudget(IRateBudgets budgets, ServerSecrets secrets, IOptions<RateLimitOptions> options, RateMetrics metrics)
{
    private const string Purpose = "sign-in budgets";

    /// <returns>Null where the attempt may be made.</returns>
    public async ValueTask<Problem?> Refuses(Login login, HttpContext http, CancellationToken ct)
    {
        if (!options.Value.Enabled) return null;
        var limit = options.Value.Account.Limit;
        var spent = await budgets.Spend(await KeyOf(login, ct), limit, TimeSpan.FromSeconds(options.Value.WindowSeconds), ct);
        if (spent.Allowed) return null;

        var seconds = BudgetHeaders.Seconds(spent.Reset);
        BudgetHeaders.Of(limit, spent.Remaining, seconds).Write(http.Response.Headers);
        metrics.Refused("account");
        return RateLimiting.Exceeded(seconds);
    }

    private async ValueTask<string> KeyOf(Login login, CancellationToken ct) =>
        login.User is { } user ? $"account:{user}" : $"account:{Convert.ToHexStringLower(await secrets.Sign(Purpose, login.Name.ToString(), ct))}";
}
