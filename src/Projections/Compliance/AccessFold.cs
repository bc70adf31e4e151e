using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Projections.Compliance;

/// <summary>A time in which somebody could see a message, and as what.</summary>
/// <param name="To">The first moment in which it was not so any more; null where it is so still.</param>
/// <param name="IsMember">Of the channel; where not, it was open to the workspace.</param>
/// <param name="Role">In the workspace; null for somebody who was in the channel and not in the workspace any more.</param>
public sealed record AccessSpan(DateTimeOffset From, DateTimeOffset? To, bool IsMember, WorkspaceRole? Role);

/// <summary>
/// Who could see one message, and when, from the events of its channel and its workspace, in the order of the log; pure. Somebody in the channel sees it, and of a public channel everybody in
/// the workspace but guests, while it stands.
/// </summary>
public sealed class AccessFold(int number)
{
    private readonly Dictionary<UserId, Person> people = [];
    private ChannelKind kind;

    /// <summary>Null before it was said.</summary>
    public ReplayedAct? Sent { get; private set; }

    /// <summary>Position of the event that said it.</summary>
    public Position SentAt { get; private set; }

    /// <summary>Null while it stands.</summary>
    public ReplayedAct? Deleted { get; private set; }

    /// <summary>0 for a message of the channel itself.</summary>
    public int ThreadRoot { get; private set; }
    private bool Stands => Sent is not null && Deleted is null;

    /// <summary>Whether it has a part in it, at the cost of a look at its numbers.</summary>
    public bool Concerns(EventOutline e) => EventTypes.PublicName(e.Type) switch
    {
        "channel.created" or "channel.member-joined" or "channel.member-left" or "workspace.member-joined" or "workspace.role-changed" or "workspace.member-removed" => true,
        "message.sent" or "message.deleted" => MessageScan.Of(e).Number == number,
        _ => false,
    };

    public void Take(RecordedEvent e) => Take(EventOutline.Of(e));

    public void Take(EventOutline e)
    {
        if (!Concerns(e)) return;
        if (EventTypes.PublicName(e.Type) == "message.sent") Send(e, MessageScan.Of(e));
        else Change(e, e.Event);
    }

    private void Send(EventOutline e, MessageScan sent)
    {
        (Sent, SentAt, ThreadRoot) = (new(e.Actor, e.RecordedAt, e.Version), e.Position, sent.Root);
        ChangeAll(e.RecordedAt);
    }

    private void Change(EventOutline e, DomainEvent fact)
    {
        switch (fact)
        {
            case ChannelCreated created: kind = created.Kind; break;
            case MemberJoined joined: Change(joined.UserId, e.RecordedAt, static p => p.IsMember = true); break;
            case MemberLeft left: Change(left.UserId, e.RecordedAt, static p => p.IsMember = false); break;
            case MessageDeleted:
                Deleted = new(e.Actor, e.RecordedAt, e.Version);
                ChangeAll(e.RecordedAt);
                break;
            case WorkspaceMemberJoined joined: Change(joined.UserId, e.RecordedAt, p => p.Role = joined.Role); break;
            case WorkspaceRoleChanged changed: Change(changed.UserId, e.RecordedAt, p => p.Role = changed.Role); break;
            case WorkspaceMemberRemoved removed: Change(removed.UserId, e.RecordedAt, static p => p.Role = null); break;
        }
    }

    /// <summary>Those who could see it at some moment of an interval, in the order of their ids, with the parts of their times that lie in it.</summary>
    /// <param name="end">The first moment that is no longer meant; null for ever.</param>
    public IReadOnlyList<(UserId User, IReadOnlyList<AccessSpan> Spans)> Between(DateTimeOffset? begin, DateTimeOffset? end) =>
    [
        .. from person in people
           let spans = Cut(person.Value.Spans, begin, end)
           where spans.Count > 0
           orderby person.Key.Value
           select (person.Key, spans),
    ];

    /// <summary>The parts of times that lie in an interval, such as that in which an account was open.</summary>
    public static IReadOnlyList<AccessSpan> Cut(IReadOnlyList<AccessSpan> spans, DateTimeOffset? begin, DateTimeOffset? end) =>
        [.. spans.Where(s => !(s.From >= end) && !(s.To <= begin) && !(s.From >= s.To)).Select(s => s with { From = s.From < begin ? begin.Value : s.From, To = s.To is null || s.To > end ? end ?? s.To : s.To })];

    private void Change(UserId user, DateTimeOffset at, Action<Person> change)
    {
        if (!people.TryGetValue(user, out var person)) people.Add(user, person = new());
        change(person);
        person.See(Stands, kind, at);
    }

    private void ChangeAll(DateTimeOffset at)
    {
        foreach (var person in people.Values) person.See(Stands, kind, at);
    }

    private sealed class Person
    {
        public bool IsMember { get; set; }
        public WorkspaceRole? Role { get; set; }
        public List<AccessSpan> Spans { get; } = [];

        /// <summary>Ends the time that runs and begins another where something of it is different now.</summary>
        public void See(bool stands, ChannelKind kind, DateTimeOffset at)
        {
            var sees = stands && (IsMember || (kind == ChannelKind.Public && Role >= WorkspaceRole.Member));
            var open = Spans is [.., { To: null } last] ? last : null;
            if (sees && open is not null && (open.IsMember, open.Role) == (IsMember, Role)) return;
            if (open is not null) Spans[^1] = open with { To = at };
            if (sees) Spans.Add(new(at, null, IsMember, Role));
        }
    }
}
