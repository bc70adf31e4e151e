using EventChat.Commands.Handling;
using EventChat.Commands.Notifications;
using EventChat.Events;
using EventChat.Events.Inbox;
using EventChat.Events.Notifications;

namespace EventChat.Commands.Inbox;

/// <summary>What a person has done with their channels: how far they have read each, and which direct messages they hide.</summary>
public sealed class Inbox : IState<Inbox>
{
    /// <summary>Messages that a person may keep.</summary>
    public const int MaxSaved = 5_000;

    private readonly Dictionary<ChannelId, (int Number, long Version)> read = [];
    private readonly Dictionary<ChannelId, int> hidden = [];
    private readonly HashSet<(ChannelId, int)> saved = [];
    private readonly ScheduledMessages scheduled = new();

    public Preferences Preferences { get; } = new();
    public ThreadMemory Threads { get; } = new();
    public ReadNotifications Notifications { get; } = new();
    public long Bytes => 128 + Threads.Bytes + read.Count * 72L + hidden.Count * 64L + Preferences.Bytes + saved.Count * 56L + scheduled.Bytes + Notifications.Bytes;
    public int SavedCount => saved.Count;
    public int OpenScheduled => scheduled.Open;
    public static Inbox Initial() => new();

    /// <summary>The number, and the version of the channel when it was marked; older facts count as newer than any.</summary>
    public (int Number, long Version)? Marked(ChannelId channel) => read.TryGetValue(channel, out var mark) ? mark : null;

    /// <summary>Number of the newest message when the channel was hidden; null where it is not.</summary>
    public int? HiddenAt(ChannelId channel) => hidden.TryGetValue(channel, out var number) ? number : null;

    public bool HasSaved(ChannelId channel, int number) => saved.Contains((channel, number));

    public ScheduledFacts? FindScheduled(ScheduledId id) => scheduled.Find(id);

    public void Apply(DomainEvent @event, UserId actor, long version, DateTimeOffset at)
    {
        switch (@event)
        {
            case ChannelRead e: read[e.ChannelId] = (e.Number, e.Version ?? long.MaxValue); break;
            case AllRead e:
                foreach (var channel in e.Channels) read[channel.ChannelId] = (channel.Number, channel.Version);
                break;
            case DirectHidden e: hidden[e.ChannelId] = e.Number; break;
            case DirectShown e: hidden.Remove(e.ChannelId); break;
            case MessageSaved e: saved.Add((e.ChannelId, e.Number)); break;
            case MessageUnsaved e: saved.Remove((e.ChannelId, e.Number)); break;
            case NotificationsRead e: Notifications.Apply(e); break;
            default:
                scheduled.Apply(@event, version);
                Preferences.Apply(@event);
                break;
        }

        Threads.Apply(@event);
    }
}
