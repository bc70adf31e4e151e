using System.Security.Cryptography;
using System.Text;
using EventChat.Adapters.RateLimits;
using EventChat.Api.Http;
using Microsoft.Extensions.Options;

namespace EventChat.Api.RateLimits;

/// <summary>
/// Attempts to sign in to one account, whatever addresses they come from, so that many of them do not guess faster than one. A login that nobody has is counted
/// alike, and what is kept of it is a hash.
/// </summary>
internal sealed class AccountBudget(IRateBudgets budgets, IOptions<RateLimitOptions> options, RateMetrics metrics)
{
    /// <returns>Null where the attempt may be made.</returns>
    public async ValueTask<Problem?> Refuses(string login, HttpContext http, CancellationToken ct)
    {
        if (!options.Value.Enabled) return null;
        var limit = options.Value.Account.Limit;
        var spent = await budgets.Spend(KeyOf(login), limit, TimeSpan.FromSeconds(options.Value.WindowSeconds), ct);
        if (spent.Allowed) return null;

        var seconds = BudgetHeaders.Seconds(spent.Reset);
        BudgetHeaders.Of(limit, spent.Remaining, seconds).Write(http.Response.Headers);
        metrics.Refused("account");
        return RateLimiting.Exceeded(seconds);
    }

    /// <summary>Folded as names are where they are looked up.</summary>
    public static string KeyOf(string login) => $"account:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(login.ToLowerInvariant())))}";
}
