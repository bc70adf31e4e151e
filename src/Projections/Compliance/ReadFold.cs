using System.Text;
using EventChat.Events;
using EventChat.Events.Inbox;
using EventChat.Events.Store;

namespace EventChat.Projections.Compliance;

/// <summary>A read mark came to stand at a message, or after it.</summary>
/// <param name="Number">Where it came to stand.</param>
public sealed record ReadPassing(DateTimeOffset At, long Position, int Number);

/// <summary>
/// When the read mark of one person passed one message, from the events of their inbox after it was said; pure. Somebody did something for each: that who comes into a channel counts
/// as having read what was there is no passing. Whoever marks it unread again can pass it again.
/// </summary>
/// <param name="threadRoot">0 for a message of the channel itself.</param>
public sealed class ReadFold(ChannelId channel, int number, int threadRoot, Position sentAt)
{
    private readonly List<ReadPassing> passings = [];
    private readonly byte[] name = Encoding.UTF8.GetBytes($"{channel}");
    private bool isPast, isPastInThread;

    public IReadOnlyList<ReadPassing> Passings => passings;

    public void Take(RecordedEvent recorded)
    {
        // Most of an inbox is about other channels.
        if (recorded.Position <= sentAt || recorded.Data.Span.IndexOf(name) < 0) return;
        switch (recorded.Type)
        {
            case "inbox.channel-read" when recorded.Event is ChannelRead e && e.ChannelId == channel: Mark(recorded, e.Number, ref isPast); break;
            case "inbox.thread-read" when recorded.Event is ThreadRead e && e.ChannelId == channel && e.ThreadRoot == threadRoot: Mark(recorded, e.Number, ref isPastInThread); break;
            case "inbox.all-read" when recorded.Event is AllRead e:
                foreach (var read in e.Channels)
                    if (read.ChannelId == channel) Mark(recorded, read.Number, ref isPast);
                foreach (var read in e.Threads)
                    if (read.ChannelId == channel && read.ThreadRoot == threadRoot) Mark(recorded, read.Number, ref isPastInThread);
                break;
        }
    }

    private void Mark(RecordedEvent recorded, int to, ref bool past)
    {
        if (to >= number && !past) passings.Add(new(recorded.RecordedAt, recorded.Position.Value, to));
        past = to >= number;
    }
}
