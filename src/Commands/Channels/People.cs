using System.Runtime.InteropServices;
using EventChat.Commands.Handling;
using EventChat.Events;

namespace EventChat.Commands.Channels;

/// <summary>Everybody who ever was in the channel or wrote in it, each with a small number that messages refer to.</summary>
internal sealed class People
{
    private readonly List<UserId> known;
    private readonly List<byte> members;
    private readonly List<long> joined;
    private readonly List<int> after;
    private readonly List<Stay> stays;
    private readonly Dictionary<UserId, int> index;

    public People() : this([], [], [], [], []) { }

    private People(List<UserId> known, List<byte> members, List<long> joined, List<int> after, List<Stay> stays)
    {
        (this.known, this.members, this.joined, this.after, this.stays) = (known, members, joined, after, stays);
        index = new(known.Count);
        for (var i = 0; i < known.Count; i++) index.Add(known[i], i);
        MemberCount = members.Count(static m => m == 1);
    }

    public int MemberCount { get; private set; }
    public long Bytes => known.Count * 72L + stays.Count * 24L;
    public IEnumerable<UserId> Members => known.Where((_, person) => members[person] == 1);
    public UserId this[int person] => known[person];

    public bool IsMember(UserId user) => index.TryGetValue(user, out var person) && members[person] == 1;
    public (long Version, int After) JoinedAt(UserId user) => index.TryGetValue(user, out var person) ? (joined[person], after[person]) : default;

    /// <summary>Whether the person was in the channel at a version: from the event that let them in to the one by which they left.</summary>
    public bool WasMember(UserId user, long version)
    {
        if (!index.TryGetValue(user, out var person)) return false;
        if (members[person] == 1 && version >= joined[person]) return true;
        foreach (var stay in stays)
            if (stay.Person == person && version >= stay.From && version <= stay.To) return true;
        return false;
    }

    public int? IndexOf(UserId user) => index.TryGetValue(user, out var person) ? person : null;

    public int Known(UserId user, Undo undo)
    {
        if (index.TryGetValue(user, out var person)) return person;
        index.Add(user, known.Count);
        known.Add(user);
        members.Add(0);
        joined.Add(0);
        after.Add(0);
        if (undo.IsKept) undo.Add(RemoveLast);
        return known.Count - 1;
    }

    public void Join(UserId user, long version, int newest, Undo undo) => Set(user, 1, version, newest, undo);

    public void Leave(UserId user, long version, Undo undo)
    {
        if (index.TryGetValue(user, out var person) && members[person] == 1)
        {
            stays.Add(new(person, joined[person], version));
            if (undo.IsKept) undo.Add(() => stays.RemoveAt(stays.Count - 1));
        }

        Set(user, 0, 0, 0, undo);
    }

    public void Save(SnapshotWriter writer)
    {
        writer.Column(CollectionsMarshal.AsSpan(known));
        writer.Column(CollectionsMarshal.AsSpan(members));
        writer.Column(CollectionsMarshal.AsSpan(joined));
        writer.Column(CollectionsMarshal.AsSpan(after));
        writer.Column(CollectionsMarshal.AsSpan(stays));
    }

    public static People Load(ref SnapshotReader reader) =>
        new(reader.Column<UserId>(), reader.Column<byte>(), reader.Column<long>(), reader.Column<int>(), reader.Column<Stay>());

    /// <summary>Of somebody who left: the versions of the events that began and ended it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Stay(long Person, long From, long To);

    private void Set(UserId user, byte member, long version, int newest, Undo undo)
    {
        var person = Known(user, undo);
        if (undo.IsKept) Keep(person, (members[person], joined[person], after[person]), undo);
        Set(person, (member, version, newest));
    }

    private void Keep(int person, (byte Member, long Joined, int After) before, Undo undo) => undo.Add(() => Set(person, before));

    private void Set(int person, (byte Member, long Joined, int After) now)
    {
        MemberCount += now.Member - members[person];
        (members[person], joined[person], after[person]) = now;
    }

    private void RemoveLast()
    {
        index.Remove(known[^1]);
        known.RemoveAt(known.Count - 1);
        members.RemoveAt(members.Count - 1);
        joined.RemoveAt(joined.Count - 1);
        after.RemoveAt(after.Count - 1);
    }
}
