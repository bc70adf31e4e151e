using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Inbox;

namespace EventChat.Commands.Inbox;

public enum ScheduledState
{
    /// <summary>Waits for its time.</summary>
    Open,

    /// <summary>Its time has come, and it is being sent.</summary>
    Due,
    Sent,
    Failed,
    Cancelled,
}

/// <summary>What decisions ask of a scheduled message. No text: the log has it.</summary>
/// <param name="Made">Version of the event that scheduled it, in the person's inbox.</param>
/// <param name="Worded">Version of the event that has its text.</param>
public sealed record ScheduledFacts(ChannelId ChannelId, DateTimeOffset SendAt, ScheduledState State, long TextHash, long Made, long Worded);

/// <summary>All that a person ever scheduled, so that what is asked of one that was sent is answered rightly.</summary>
internal sealed class ScheduledMessages
{
    private readonly Dictionary<ScheduledId, ScheduledFacts> all = [];

    public int Open { get; private set; }
    public long Bytes => all.Count * 120L;
    public ScheduledFacts? Find(ScheduledId id) => all.GetValueOrDefault(id);

    public void Apply(DomainEvent @event, long version)
    {
        switch (@event)
        {
            case MessageScheduled e:
                all[e.ScheduledId] = new(e.ChannelId, e.SendAt, ScheduledState.Open, TextHash.Of(e.Text), version, version);
                Open++;
                break;
            case ScheduledMessageChanged e when Find(e.ScheduledId) is { } facts:
                if (e.Text is { } text) facts = facts with { TextHash = TextHash.Of(text), Worded = version };
                all[e.ScheduledId] = facts with { SendAt = e.SendAt ?? facts.SendAt };
                break;
            case ScheduledMessageDue e: Set(e.ScheduledId, ScheduledState.Due); break;
            case ScheduledMessageSent e: Set(e.ScheduledId, ScheduledState.Sent); break;
            case ScheduledMessageFailed e: Set(e.ScheduledId, ScheduledState.Failed); break;
            case ScheduledMessageCancelled e: Set(e.ScheduledId, ScheduledState.Cancelled); break;
        }
    }

    private void Set(ScheduledId id, ScheduledState state)
    {
        if (Find(id) is not { } facts) return;
        if (facts.State == ScheduledState.Open) Open--;
        all[id] = facts with { State = state };
    }
}
