using System.Buffers;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Commands.Previews;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Privacy;

namespace EventChat.Commands.Channels;

/// <summary>
/// What decisions about a channel and its messages ask for. No text: 17 bytes a message, 20 more where it was sent under an idempotency key
/// within the last two days, 8 more for each whom it calls, and reactions only where there are some.
/// </summary>
public sealed class Channel : ISnapshotState<Channel>
{
    /// <summary>Distinct emoji that one message may carry.</summary>
    public const int MaxReactionKinds = 50;

    /// <summary>Messages that may be pinned at once.</summary>
    public const int MaxPins = 100;

    public static int SnapshotFormat => 7;

    private readonly Undo undo = new();

    internal People People { get; private init; } = new();
    internal MessageTable Messages { get; private init; } = new();
    internal KeyMemory Keys { get; private init; } = new();
    internal PinTable Pinned { get; private init; } = new();
    internal PreviewTable Previews { get; private init; } = new();
    internal MentionTable Mentions { get; private init; } = new();

    public bool Exists { get; private set; }
    public WorkspaceId WorkspaceId { get; private set; }
    public ChannelKind Kind { get; private set; }
    public string Name { get; private set; } = "";
    public string Topic { get; private set; } = "";
    public string Purpose { get; private set; } = "";
    public bool IsArchived { get; private set; }

    /// <summary>The workspace is about to be deleted.</summary>
    public bool IsFrozen { get; private set; }
    public int MemberCount => People.MemberCount;

    /// <summary>In the order of their ids; for channels of few people.</summary>
    public IReadOnlyList<UserId> Members => [.. People.Members.OrderBy(static m => m.Value)];
    public int LastNumber => Messages.Count;
    public long Bytes => 512 + People.Bytes + Messages.Bytes + Keys.Bytes + Pinned.Bytes + Previews.Bytes + Mentions.Bytes;

    /// <summary>Oldest pin first.</summary>
    public IReadOnlyList<Pin> Pins => Pinned.All;

    public static Channel Initial() => new();

    public bool IsMember(UserId user) => People.IsMember(user);

    /// <summary>Whether somebody was in it when the event of a version happened, their own coming and going included.</summary>
    public bool WasMember(UserId user, long version) => People.WasMember(user, version);

    /// <summary>For somebody in it: the version of the event that let them in, and the number of the newest message then.</summary>
    public (long Version, int After) JoinedAt(UserId user) => People.JoinedAt(user);

    /// <summary>The fact that lets somebody in, who has read what was there before.</summary>
    public MemberJoined Welcome(UserId user) => new(user, LastNumber > 0 ? LastNumber : null);

    /// <summary>Whether somebody ever was in the channel or wrote in it.</summary>
    public bool Knows(UserId user) => People.IndexOf(user) is not null;

    /// <summary>The message as decisions see it; null for a number that was never given.</summary>
    public MessageFacts? Find(int number) => Messages.Find(number) is { } row
        ? new(number, People[row.Author], row.ThreadRoot, row.IsDeleted, row.TextHash, row.IsBroadcast)
        : null;

    public bool HasReaction(int number, string emoji, UserId user) =>
        People.IndexOf(user) is { } person && Messages.HasReaction(number, emoji, person);

    public bool TakesReaction(int number, string emoji) => Messages.ReactionKinds(number) < MaxReactionKinds || Messages.HasReactions(number, emoji);

    /// <summary>Whether the link of the message was looked at, and something came of it.</summary>
    public bool HasPreview(int number, string url) => Previews.Has(number, url);

    public int PreviewCount(int number) => Previews.Count(number);

    /// <summary>Version of the event that this key led to before; 0 for none.</summary>
    public long SentUnder(UserId author, string key) => Keys.Find(author, key);

    public void Apply(DomainEvent @event, UserId actor, long version, DateTimeOffset at)
    {
        switch (@event)
        {
            case ChannelCreated e:
                KeepDescription();
                (Exists, WorkspaceId, Name, Kind, Topic, Purpose) = (true, e.WorkspaceId, e.Name, e.Kind, e.Topic, e.Purpose);
                break;
            case ChannelRenamed e: KeepDescription(); Name = e.Name; break;
            case ChannelTopicChanged e: KeepDescription(); Topic = e.Topic; break;
            case ChannelPurposeChanged e: KeepDescription(); Purpose = e.Purpose; break;
            case ChannelArchived: KeepDescription(); IsArchived = true; break;
            case ChannelUnarchived: KeepDescription(); IsArchived = false; break;
            case ChannelFrozen: KeepDescription(); IsFrozen = true; break;
            case ChannelThawed: KeepDescription(); IsFrozen = false; break;
            case MemberJoined e: People.Join(e.UserId, version, e.After ?? 0, undo); break;
            case MemberLeft e: People.Leave(e.UserId, version, undo); break;
            case MessageSent e:
                Messages.Add(People.Known(actor, undo), e.ThreadRoot ?? 0, TextHash.Of(e.Text), e.Broadcast == true, undo);
                if (e.Entities is not null) Mentions.Set(e.Number, e.Entities, undo);
                if (e.ClientMessageId is { } key) Keys.Remember(actor, key, version, at, undo);
                break;
            case MessageEdited e:
                Messages.Edit(e.Number, TextHash.Of(e.Text), undo);
                Mentions.Set(e.Number, e.Entities, undo);
                if (Previews.Any(e.Number)) Previews.Keep(e.Number, MessageLinks.In(e.Text, e.Entities), undo);
                break;
            case MessageDeleted e:
                Messages.Delete(e.Number, undo);
                Pinned.Remove(e.Number, undo);
                Mentions.Set(e.Number, null, undo);
                Previews.Keep(e.Number, [], undo);
                break;
            case ReactionAdded e: Messages.React(e.Number, e.Emoji, People.Known(actor, undo), undo); break;
            case ReactionRemoved e: Messages.Unreact(e.Number, e.Emoji, People.Known(actor, undo), undo); break;
            case MessagePreviewAdded e: Previews.Add(e.Number, e.Url, undo); break;
            case WordsErased e when People.IndexOf(e.UserId) is { } person:
                foreach (var number in Messages.Of(person))
                {
                    Messages.Edit(number, TextHash.Of(""), undo);
                    Previews.Keep(number, [], undo);
                }

                break;
            case MessagePinned e: Pinned.Add(e.Number, version, undo); break;
            case MessageUnpinned e: Pinned.Remove(e.Number, undo); break;
        }
    }

    public void Mark() => undo.Mark();

    public void TakeBack() => undo.TakeBack();

    public void Save(IBufferWriter<byte> snapshot)
    {
        var writer = new SnapshotWriter(snapshot);
        writer.Text(WorkspaceId.ToString());
        writer.Text(Name);
        writer.Text(Topic);
        writer.Text(Purpose);
        writer.Number((long)Kind);
        writer.Number(IsArchived ? 1 : 0);
        writer.Number(IsFrozen ? 1 : 0);
        People.Save(writer);
        Messages.Save(writer);
        Keys.Save(writer);
        Pinned.Save(writer);
        Previews.Save(writer);
        Mentions.Save(writer);
    }

    public static Channel Load(ReadOnlySpan<byte> snapshot)
    {
        var reader = new SnapshotReader(snapshot);
        return new()
        {
            Exists = true,
            WorkspaceId = Id.Parse<WorkspaceId>(reader.Text()),
            Name = reader.Text(),
            Topic = reader.Text(),
            Purpose = reader.Text(),
            Kind = (ChannelKind)reader.Number(),
            IsArchived = reader.Number() == 1,
            IsFrozen = reader.Number() == 1,
            People = People.Load(ref reader),
            Messages = MessageTable.Load(ref reader),
            Keys = KeyMemory.Load(ref reader),
            Pinned = PinTable.Load(ref reader),
            Previews = PreviewTable.Load(ref reader),
            Mentions = MentionTable.Load(ref reader),
        };
    }

    private void KeepDescription()
    {
        if (!undo.IsKept) return;
        var (exists, home, name, topic, purpose, kind) = (Exists, WorkspaceId, Name, Topic, Purpose, Kind);
        var (archived, frozen) = (IsArchived, IsFrozen);
        undo.Add(() => (Exists, WorkspaceId, Name, Topic, Purpose, Kind, IsArchived, IsFrozen) = (exists, home, name, topic, purpose, kind, archived, frozen));
    }
}

/// <param name="ThreadRoot">Number of the message that this one answers; 0 for none.</param>
/// <param name="IsBroadcast">A reply that is also shown in the channel.</param>
public readonly record struct MessageFacts(int Number, UserId Author, int ThreadRoot, bool IsDeleted, long TextHash, bool IsBroadcast);
