using EventChat.Events;
using EventChat.Events.Inbox;
using EventChat.Events.Store;

namespace EventChat.Projections.Compliance;

/// <summary>How far a person had read a channel, from the events of their inbox; pure.</summary>
public sealed class MarkAsOf(ChannelId channel)
{
    private (Position Position, int Number)? last;

    /// <summary>Who comes in has read what was there, whatever they marked in an earlier stay.</summary>
    public int Of(Stay stay) => last is { } mark && mark.Position > stay.Position ? mark.Number : stay.After;

    public void Take(RecordedEvent recorded)
    {
        switch (recorded.Type)
        {
            case "inbox.channel-read" when recorded.Event is ChannelRead e && e.ChannelId == channel: last = (recorded.Position, e.Number); break;
            case "inbox.all-read" when recorded.Event is AllRead e:
                foreach (var read in e.Channels)
                    if (read.ChannelId == channel) last = (recorded.Position, read.Number);
                break;
        }
    }
}
