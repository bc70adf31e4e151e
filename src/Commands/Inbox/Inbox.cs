using EventChat.Commands.Handling;
using EventChat.Commands.Notifications;
using EventChat.Events;
using EventChat.Events.Inbox;

namespace EventChat.Commands.Inbox;

/// <summary>What a person has done with their channels: how far they have read each, and which direct messages they hide.</summary>
public sealed class Inbox : IState<Inbox>
{
    private readonly Dictionary<ChannelId, (int Number, long Version)> read = [];
    private readonly Dictionary<ChannelId, int> hidden = [];

    public Preferences Preferences { get; } = new();
    public ThreadMemory Threads { get; } = new();
    public long Bytes => 128 + Threads.Bytes + read.Count * 72L + hidden.Count * 64L + Preferences.Bytes;
    public static Inbox Initial() => new();

    /// <summary>The number, and the version of the channel when it was marked; older facts count as newer than any.</summary>
    public (int Number, long Version)? Marked(ChannelId channel) => read.TryGetValue(channel, out var mark) ? mark : null;

    /// <summary>Number of the newest message when the channel was hidden; null where it is not.</summary>
    public int? HiddenAt(ChannelId channel) => hidden.TryGetValue(channel, out var number) ? number : null;

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
            default: Preferences.Apply(@event); break;
        }

        Threads.Apply(@event);
    }
}
