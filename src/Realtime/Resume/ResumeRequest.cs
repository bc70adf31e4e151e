using EventChat.Events;
using EventChat.Realtime.Calls;
using EventChat.Realtime.Pushes;

namespace EventChat.Realtime.Resume;

/// <summary>A connection that wants to know what it missed.</summary>
internal sealed class ResumeRequest(Outbox box, Cursors cursors)
{
    private readonly Dictionary<ChannelId, Cursor> byChannel = cursors.Channels.ToDictionary(static c => c.Channel);

    public UserId User => box.User;
    public string? Epoch => cursors.Epoch;
    public IReadOnlyList<Cursor> Cursors => cursors.Channels;

    /// <summary>Channels that are being read for it.</summary>
    public HashSet<ChannelId> Missing { get; } = [];

    /// <summary>Channels that were read for it: the log was asked, and once is enough.</summary>
    public HashSet<ChannelId> Read { get; } = [];

    public TaskCompletionSource<HubAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool AsksFor(ChannelId channel) => byChannel.ContainsKey(channel);

    public Cursor this[ChannelId channel] => byChannel[channel];
}
