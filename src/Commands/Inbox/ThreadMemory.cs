using EventChat.Events;
using EventChat.Events.Inbox;

namespace EventChat.Commands.Inbox;

/// <summary>What a person has said of threads themselves: how far they have read them, and whether they follow.</summary>
public sealed class ThreadMemory
{
    private readonly Dictionary<(ChannelId, int Root), (int Number, long Version)> read = [];
    private readonly Dictionary<(ChannelId, int Root), (bool IsFollowed, int After)> said = [];

    public long Bytes => (read.Count + said.Count) * 80L;

    /// <summary>Null where there is none, or where following began or ended since.</summary>
    public (int Number, long Version)? Marked(ChannelId channel, int root) => read.TryGetValue((channel, root), out var mark) ? mark : null;

    /// <summary>What was said last, and the number of the channel's newest message then.</summary>
    public (bool IsFollowed, int After)? Said(ChannelId channel, int root) => said.TryGetValue((channel, root), out var last) ? last : null;

    public void Apply(DomainEvent @event)
    {
        switch (@event)
        {
            case ThreadRead e: read[(e.ChannelId, e.ThreadRoot)] = (e.Number, e.Version); break;
            case ThreadFollowed e: Say((e.ChannelId, e.ThreadRoot), true, e.After); break;
            case ThreadUnfollowed e: Say((e.ChannelId, e.ThreadRoot), false, e.After); break;
            case AllRead e:
                foreach (var thread in e.Threads) read[(thread.ChannelId, thread.ThreadRoot)] = (thread.Number, thread.Version);
                break;
        }
    }

    private void Say((ChannelId, int) thread, bool follows, int after)
    {
        said[thread] = (follows, after);
        read.Remove(thread);
    }
}
