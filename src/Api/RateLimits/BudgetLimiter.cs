using System.Threading.RateLimiting;
using EventChat.Adapters.RateLimits;
using EventChat.Api.Apps;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Events;
using EventChat.Events.Workspaces;
using EventChat.Projections.Subscriptions;
using Microsoft.Extensions.Options;

namespace EventChat.Api.RateLimits;

/// <summary>
/// The limiter that the framework's middleware asks. A request is counted by its kind and who sends it: the user, or the address where nobody has signed in.
/// What a role adds is looked up only by those who have used up what everybody has.
/// </summary>
internal sealed class BudgetLimiter(IRateBudgets budgets, IOptions<RateLimitOptions> options, Callers callers, Bots bots, SubscriptionQueries subscriptions, RateMetrics metrics) : PartitionedRateLimiter<HttpContext>
{
    private static readonly string[] Names = [.. Enum.GetNames<RateKind>().Select(static n => n.ToLowerInvariant())];
    private readonly TimeSpan window = TimeSpan.FromSeconds(options.Value.WindowSeconds);

    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    /// <summary>The budgets may be elsewhere, so the answer is never there at once.</summary>
    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) => BudgetLease.Open;

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(HttpContext resource, int permitCount, CancellationToken cancellationToken)
    {
        var kind = resource.GetEndpoint()!.Metadata.GetMetadata<RateLimited>()!.Kind;
        var rate = options.Value.Of(kind);
        var member = resource.User as Member;
        var key = $"{Names[(int)kind]}:{(member is null ? ClientAddress.Of(resource) : member.Caller.User.ToString())}";

        var limit = rate.Limit;
        var spent = await budgets.Spend(key, limit, window, cancellationToken);
        if (spent.Remaining == 0 && rate.AdminMultiple > 1 && member is not null && await IsAdmin(resource, member, cancellationToken))
        {
            limit *= rate.AdminMultiple;
            spent = spent.Allowed ? spent with { Remaining = limit - rate.Limit } : await budgets.Spend(key, limit, window, cancellationToken);
        }

        var seconds = BudgetHeaders.Seconds(spent.Reset);
        BudgetHeaders.Of(limit, spent.Remaining, seconds).Write(resource.Response.Headers);
        if (spent.Allowed) return BudgetLease.Granted;
        metrics.Refused(Names[(int)kind]);
        return new BudgetLease(false, TimeSpan.FromSeconds(seconds));
    }

    /// <summary>In the workspace that the address names, itself or by one of its channels, apps or subscriptions.</summary>
    private async Task<bool> IsAdmin(HttpContext http, Member member, CancellationToken ct)
    {
        var values = http.Request.RouteValues;
        WorkspaceId? workspace = Id.TryParse<WorkspaceId>(values.GetValueOrDefault("workspaceId") as string, out var named) ? named
            : Id.TryParse<ChannelId>(values.GetValueOrDefault("channelId") as string, out var channel) ? await callers.HomeOf(channel, ct)
            : Id.TryParse<AppId>(values.GetValueOrDefault("appId") as string, out var app) ? await bots.HomeOf(app, ct)
            : Id.TryParse<SubscriptionId>(values.GetValueOrDefault("subscriptionId") as string, out var subscription) ? (await subscriptions.Known(subscription, ct))?.WorkspaceId
            : null;
        return workspace is { } known && await callers.RoleOf(known, member.Caller.User, ct) >= WorkspaceRole.Admin;
    }
}

/// <summary>What the middleware is told; nothing has to be given back.</summary>
internal sealed class BudgetLease(bool isAcquired, TimeSpan? retryAfter = null) : RateLimitLease
{
    public static readonly BudgetLease Granted = new(true), Open = new(false);

    public override bool IsAcquired => isAcquired;
    public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

    public override bool TryGetMetadata(string metadataName, out object? metadata)
    {
        metadata = metadataName == MetadataName.RetryAfter.Name ? retryAfter : null;
        return metadata is not null;
    }
}
