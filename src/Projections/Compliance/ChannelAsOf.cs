using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Serialization;
using EventChat.Events.Store;

namespace EventChat.Projections.Compliance;

/// <summary>
/// A channel as it was after the events it has taken: pure, and of a hundred thousand messages it keeps the page that is shown and a byte for each.
/// </summary>
/// <param name="size">Messages that are shown.</param>
/// <param name="before">Those before this number.</param>
/// <param name="viewer">Whose unread messages are counted; null where nobody asks.</param>
public sealed class ChannelAsOf(int size, int before = int.MaxValue, UserId? viewer = null)
{
    /// <summary>Of a message that the viewer would have had to read.</summary>
    private const byte Counts = 1;

    private readonly Dictionary<UserId, Stay> members = [];
    private readonly List<(int Number, ReplayedAct Act)> pins = [];
    private readonly List<byte> flags = [];
    private readonly MessageWindow window = new(size, before);

    /// <summary>What it began as; null before it did.</summary>
    public ChannelCreated? Created { get; private set; }
    public ReplayedAct? Creation { get; private set; }
    public string Name { get; private set; } = "";
    public string Topic { get; private set; } = "";
    public string Purpose { get; private set; } = "";
    public bool IsArchived { get; private set; }

    /// <summary>Its workspace was about to be deleted.</summary>
    public bool IsFrozen { get; private set; }
    public long Version { get; private set; }
    public DateTimeOffset LastEventAt { get; private set; }
    public int LastNumber { get; private set; }
    public IReadOnlyDictionary<UserId, Stay> Members => members;

    /// <summary>Oldest pin first.</summary>
    public IReadOnlyList<(int Number, ReplayedAct Act)> Pins => pins;

    /// <summary>Versions of the events that hold the words of the messages shown.</summary>
    public IReadOnlyList<long> VersionsOfWords => window.VersionsOfWords;

    /// <param name="words">The fact of each of these versions, with its words.</param>
    public IReadOnlyList<ReplayedMessage> NewestFirst(Func<long, DomainEvent> words) => window.NewestFirst(words, number => pins.Find(p => p.Number == number).Act);

    /// <summary>Messages after a number that stood, that the channel showed and that others than the viewer wrote.</summary>
    public int Unread(int after)
    {
        var unread = 0;
        for (var number = Math.Max(after, 0) + 1; number <= flags.Count; number++) unread += flags[number - 1] & Counts;
        return unread;
    }

    public void Take(RecordedEvent e) => Take(EventOutline.Of(e));

    public void Take(EventOutline e)
    {
        (Version, LastEventAt) = (e.Version, e.RecordedAt);
        switch (EventTypes.PublicName(e.Type))
        {
            case "message.sent": Send(e, MessageScan.Of(e)); break;
            case "message.edited": window.Find(MessageScan.Of(e).Number)?.Edit(e); break;
            case "message.deleted": Delete(e, MessageScan.Of(e)); break;
            case "message.preview-added": window.Find(MessageScan.Of(e).Number)?.Touch(e); break;
            case "reaction.added": window.Find(MessageScan.Of(e).Number)?.React(e, ((ReactionAdded)e.Event).Emoji); break;
            case "reaction.removed": window.Find(MessageScan.Of(e).Number)?.Unreact(e, ((ReactionRemoved)e.Event).Emoji); break;
            case "pin.added": Pin(e, MessageScan.Of(e).Number); break;
            case "pin.removed": Unpin(MessageScan.Of(e).Number, e); break;
            default: Take(e, e.Event); break;
        }
    }

    private void Take(EventOutline e, DomainEvent fact)
    {
        switch (fact)
        {
            case ChannelCreated created:
                (Created, Creation) = (created, new(e.Actor, e.RecordedAt, e.Version));
                (Name, Topic, Purpose) = (created.Name, created.Topic, created.Purpose);
                break;
            case ChannelRenamed renamed: Name = renamed.Name; break;
            case ChannelTopicChanged changed: Topic = changed.Topic; break;
            case ChannelPurposeChanged changed: Purpose = changed.Purpose; break;
            case ChannelArchived: IsArchived = true; break;
            case ChannelUnarchived: IsArchived = false; break;
            case ChannelFrozen: IsFrozen = true; break;
            case ChannelThawed: IsFrozen = false; break;
            case MemberJoined joined: members[joined.UserId] = new(e.Actor, e.RecordedAt, e.Position, joined.After ?? 0); break;
            case MemberLeft left: members.Remove(left.UserId); break;
        }
    }

    private void Send(EventOutline e, MessageScan sent)
    {
        LastNumber = sent.Number;
        if (viewer is { } person) flags.Add(e.Actor == person || sent.IsAside ? (byte)0 : Counts);
        window.Add(sent.Number, e);
        if (sent.Root > 0) window.Find(sent.Root)?.Answer(sent.Number, e);
    }

    private void Delete(EventOutline e, MessageScan deleted)
    {
        if (viewer is not null) flags[deleted.Number - 1] = 0;
        window.Find(deleted.Number)?.Delete(e);
        if (deleted.Root > 0) window.Find(deleted.Root)?.TakeAnswerBack(deleted.Number);
        pins.RemoveAll(p => p.Number == deleted.Number);
    }

    private void Pin(EventOutline e, int number)
    {
        window.Find(number)?.Touch(e);
        pins.RemoveAll(p => p.Number == number);
        pins.Add((number, new(e.Actor, e.RecordedAt, e.Version)));
    }

    private void Unpin(int number, EventOutline e)
    {
        window.Find(number)?.Touch(e);
        pins.RemoveAll(p => p.Number == number);
    }
}

/// <summary>Since when somebody is in a channel.</summary>
/// <param name="By">Themselves, or who added them.</param>
/// <param name="After">Number of the newest message then: what came before counts as read.</param>
public sealed record Stay(UserId By, DateTimeOffset At, Position Position, int After);
