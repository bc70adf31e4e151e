using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Realtime.Pushes;

namespace EventChat.Realtime.Routing;

/// <summary>
/// Which connections hear which channel. Only people who are connected here are known; their channels come from the members read model as of a
/// position, and what the log says after that position is applied on top, so that the table is true at the router's own position.
/// </summary>
internal sealed class RouteTable
{
    private readonly Dictionary<UserId, Listener> listeners = [];
    private readonly Dictionary<ChannelId, List<Outbox>> routes = [];

    public int Connections { get; private set; }

    public List<Outbox>? Receivers(ChannelId channel) => routes.GetValueOrDefault(channel);

    /// <summary>True where the person's channels have to be loaded first.</summary>
    public bool Arrive(Outbox box)
    {
        Connections++;
        if (!listeners.TryGetValue(box.User, out var listener))
        {
            listeners.Add(box.User, listener = new());
            listener.Boxes.Add(box);
            return true;
        }

        listener.Boxes.Add(box);
        if (listener.Channels is not { } channels) return false;
        foreach (var channel in channels) Route(channel).Add(box);
        box.Routed.TrySetResult();
        return false;
    }

    public void Leave(Outbox box)
    {
        if (!listeners.TryGetValue(box.User, out var listener) || !listener.Boxes.Remove(box)) return;
        Connections--;
        foreach (var channel in listener.Channels ?? []) Unroute(channel, box);
        if (listener.Boxes.Count == 0) listeners.Remove(box.User);
        box.Routed.TrySetCanceled();
    }

    /// <summary>The person's connections that are routed.</summary>
    public IReadOnlyList<Outbox> BoxesOf(UserId user) => listeners.TryGetValue(user, out var listener) && listener.Channels is not null ? listener.Boxes : [];

    public IReadOnlyList<Outbox> BoxesOf(UserId user, SessionId session) =>
        listeners.TryGetValue(user, out var listener) ? [.. listener.Boxes.Where(box => box.Session == session)] : [];

    /// <summary>False for a connection that has ended, or whose session has.</summary>
    public bool Has(Outbox box) => listeners.TryGetValue(box.User, out var listener) && listener.Boxes.Contains(box);

    /// <summary>A person's connections, where they are in the channel, or all of a channel's that are meant.</summary>
    public IEnumerable<Outbox> Hearing(UserId? user, ChannelId? channel, Func<UserId, bool>? meant)
    {
        if (user is not { } person) return channel is { } all && routes.TryGetValue(all, out var boxes) ? boxes.Where(box => meant?.Invoke(box.User) != false) : [];
        return listeners.TryGetValue(person, out var listener) && (channel is not { } one || listener.Channels?.Contains(one) == true) ? listener.Boxes : [];
    }

    /// <summary>Whether the person is in the channel, and connected here.</summary>
    public bool Hears(UserId user, ChannelId channel) => listeners.TryGetValue(user, out var listener) && listener.Channels?.Contains(channel) == true;

    /// <summary>The channels of somebody who is connected here.</summary>
    public IReadOnlyCollection<ChannelId> ChannelsOf(UserId user) => listeners.TryGetValue(user, out var listener) && listener.Channels is { } channels ? channels : [];

    /// <summary>The person's channels as of a position that the router has reached.</summary>
    public void Loaded(UserId user, Position through, IReadOnlySet<ChannelId> channels)
    {
        if (!listeners.TryGetValue(user, out var listener) || listener.Channels is not null) return;
        listener.Channels = [.. channels];
        foreach (var (position, channel, joined) in listener.Changes)
        {
            if (position <= through) continue;
            if (joined) listener.Channels.Add(channel);
            else listener.Channels.Remove(channel);
        }

        listener.Changes.Clear();
        foreach (var box in listener.Boxes)
        {
            foreach (var channel in listener.Channels) Route(channel).Add(box);
            box.Routed.TrySetResult();
        }
    }

    /// <summary>The person's channels cannot be learned: its connections end, and come back.</summary>
    public void Failed(UserId user)
    {
        if (!listeners.TryGetValue(user, out var listener) || listener.Channels is not null) return;
        foreach (var box in listener.Boxes.ToList())
        {
            Leave(box);
            box.Abort();
        }
    }

    public void Join(UserId user, ChannelId channel, Position position)
    {
        if (!listeners.TryGetValue(user, out var listener)) return;
        if (listener.Channels is not { } channels) listener.Changes.Add((position, channel, true));
        else if (channels.Add(channel)) Route(channel).AddRange(listener.Boxes);
    }

    public void Remove(UserId user, ChannelId channel, Position position)
    {
        if (!listeners.TryGetValue(user, out var listener)) return;
        if (listener.Channels is not { } channels) listener.Changes.Add((position, channel, false));
        else if (channels.Remove(channel))
            foreach (var box in listener.Boxes) Unroute(channel, box);
    }

    private List<Outbox> Route(ChannelId channel)
    {
        if (!routes.TryGetValue(channel, out var boxes)) routes.Add(channel, boxes = []);
        return boxes;
    }

    private void Unroute(ChannelId channel, Outbox box)
    {
        if (routes.TryGetValue(channel, out var boxes) && boxes.Remove(box) && boxes.Count == 0) routes.Remove(channel);
    }

    private sealed class Listener
    {
        public List<Outbox> Boxes { get; } = [];

        /// <summary>Null until they are loaded; until then what the log says is kept in <see cref="Changes"/>.</summary>
        public HashSet<ChannelId>? Channels { get; set; }
        public List<(Position Position, ChannelId Channel, bool Joined)> Changes { get; } = [];
    }
}
