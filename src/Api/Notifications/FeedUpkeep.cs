using System.ComponentModel.DataAnnotations;
using EventChat.Events.Store;
using EventChat.Projections.Notifications;
using EventChat.Projections.Running;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Notifications;

public sealed class NotificationOptions
{
    public const string Section = "Notifications";

    /// <summary>Of each person's feed, and of what is told to each channel as a whole, so many of the newest are kept.</summary>
    [Range(1, 1_000_000)] public int Keep { get; init; } = 1_000;
}

[OptionsValidator]
internal sealed partial class NotificationOptionsValidator : IValidateOptions<NotificationOptions>;

/// <summary>Keeps feeds short: where something came since it last looked, what is older than the newest goes. A rebuild brings it back until the next look.</summary>
internal sealed class FeedUpkeep(NotificationQueries notifications, IOptions<NotificationOptions> options) : IErrand
{
    private Position looked = Position.Start;

    public string Name => "feed-upkeep";
    public TimeSpan Pause { get; } = TimeSpan.FromMinutes(10);

    public async Task Run(CancellationToken ct) => looked = await notifications.Prune(options.Value.Keep, looked, ct);
}
