using System.Runtime.InteropServices;
using EventChat.Commands.Handling;
using EventChat.Events;

namespace EventChat.Commands.Channels;

/// <summary>Everybody who ever was in the channel or wrote in it, each with a small number that messages refer to.</summary>
internal sealed class People
{
    private readonly List<UserId> known;
    private readonly List<byte> members;
    private readonly Dictionary<UserId, int> index;

    public People() : this([], []) { }

    private People(List<UserId> known, List<byte> members)
    {
        (this.known, this.members) = (known, members);
        index = new(known.Count);
        for (var i = 0; i < known.Count; i++) index.Add(known[i], i);
        MemberCount = members.Count(static m => m == 1);
    }

    public int MemberCount { get; private set; }
    public long Bytes => known.Count * 60L;
    public IEnumerable<UserId> Members => known.Where((_, person) => members[person] == 1);
    public UserId this[int person] => known[person];

    public bool IsMember(UserId user) => index.TryGetValue(user, out var person) && members[person] == 1;
    public int? IndexOf(UserId user) => index.TryGetValue(user, out var person) ? person : null;

    public int Known(UserId user, Undo undo)
    {
        if (index.TryGetValue(user, out var person)) return person;
        index.Add(user, known.Count);
        known.Add(user);
        members.Add(0);
        if (undo.IsKept) undo.Add(RemoveLast);
        return known.Count - 1;
    }

    public void Join(UserId user, Undo undo) => Set(user, 1, undo);

    public void Leave(UserId user, Undo undo) => Set(user, 0, undo);

    public void Save(SnapshotWriter writer)
    {
        writer.Column(CollectionsMarshal.AsSpan(known));
        writer.Column(CollectionsMarshal.AsSpan(members));
    }

    public static People Load(ref SnapshotReader reader) => new(reader.Column<UserId>(), reader.Column<byte>());

    private void Set(UserId user, byte member, Undo undo)
    {
        var person = Known(user, undo);
        if (undo.IsKept) Keep(person, members[person], undo);
        Set(person, member);
    }

    private void Keep(int person, byte member, Undo undo) => undo.Add(() => Set(person, member));

    private void Set(int person, byte member)
    {
        MemberCount += member - members[person];
        members[person] = member;
    }

    private void RemoveLast()
    {
        index.Remove(known[^1]);
        known.RemoveAt(known.Count - 1);
        members.RemoveAt(members.Count - 1);
    }
}
