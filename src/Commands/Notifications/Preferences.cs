using EventChat.Events;
using EventChat.Events.Notifications;

namespace EventChat.Commands.Notifications;

/// <summary>What a person has chosen to be told of, place by place, and how they are reached; part of their inbox.</summary>
public sealed class Preferences
{
    /// <summary>Channels and workspaces that one person may have rules for.</summary>
    public const int MaxPlaces = 5_000;

    public static readonly NotificationDeliveryChanged DefaultDelivery = new(DigestMinutes: 60);
    private readonly Dictionary<(WorkspaceId?, ChannelId?), NotificationRulesChanged> rules = [];

    public NotificationDeliveryChanged Delivery { get; private set; } = DefaultDelivery;
    public long Bytes => rules.Count * 200L;
    public int Places => rules.Count;

    /// <summary>As chosen, in the order of the places.</summary>
    public IReadOnlyList<NotificationRulesChanged> All =>
        [.. rules.Values.OrderBy(static r => $"{r.WorkspaceId}{r.ChannelId}", StringComparer.Ordinal)];

    /// <summary>The rules of a place itself; empty ones where nothing was chosen there.</summary>
    public NotificationRulesChanged Of(WorkspaceId? workspace, ChannelId? channel) => rules.GetValueOrDefault((workspace, channel)) ?? new(workspace, channel);

    internal void Apply(DomainEvent @event)
    {
        switch (@event)
        {
            case NotificationDeliveryChanged e: Delivery = e; break;
            case NotificationRulesChanged e when e == new NotificationRulesChanged(e.WorkspaceId, e.ChannelId): rules.Remove((e.WorkspaceId, e.ChannelId)); break;
            case NotificationRulesChanged e: rules[(e.WorkspaceId, e.ChannelId)] = e; break;
        }
    }
}
