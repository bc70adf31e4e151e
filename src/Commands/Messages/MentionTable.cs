using System.Runtime.InteropServices;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Channels;

namespace EventChat.Commands.Messages;

/// <summary>Which messages call whom, in the order of their numbers: eight bytes for each message and whom it calls, and nothing for the others.</summary>
internal sealed class MentionTable
{
    private const int Everybody = -1;
    private readonly List<int> numbers, targets;

    /// <summary>People and groups, each with a small number that rows refer to.</summary>
    private readonly List<Ulid> called;
    private readonly Dictionary<Ulid, int> index;

    public MentionTable() : this([], [], []) { }

    private MentionTable(List<int> numbers, List<int> targets, List<Ulid> called)
    {
        (this.numbers, this.targets, this.called, index) = (numbers, targets, called, new(called.Count));
        for (var i = 0; i < called.Count; i++) index.Add(called[i], i);
    }

    public long Bytes => numbers.Capacity * 8L + called.Count * 64L;

    /// <summary>Whom the message calls from now on, instead of whom it did before.</summary>
    public void Set(int number, TextEntities? entities, Undo undo)
    {
        var (first, after) = (FirstFrom(number), Targets(entities, undo));
        var before = targets[first..FirstFrom(number + 1)];
        if (before.Count == 0 && after.Count == 0) return;
        Replace(number, after);
        if (undo.IsKept) undo.Add(() => Replace(number, before));
    }

    /// <summary>Numbers of the messages that call somebody: by their name, by one of the groups, or as one of all.</summary>
    public IEnumerable<int> Calling(UserId user, IEnumerable<GroupId> groups, int after)
    {
        HashSet<int> meant = [Everybody];
        foreach (var value in groups.Select(static g => g.Value).Append(user.Value))
            if (index.TryGetValue(value, out var target)) meant.Add(target);
        for (int row = FirstFrom(after + 1), last = 0; row < numbers.Count; row++)
        {
            if (numbers[row] == last || !meant.Contains(targets[row])) continue;
            yield return last = numbers[row];
        }
    }

    public void Save(SnapshotWriter writer)
    {
        writer.Column(CollectionsMarshal.AsSpan(numbers));
        writer.Column(CollectionsMarshal.AsSpan(targets));
        writer.Column(CollectionsMarshal.AsSpan(called));
    }

    public static MentionTable Load(ref SnapshotReader reader) => new(reader.Column<int>(), reader.Column<int>(), reader.Column<Ulid>());

    private List<int> Targets(TextEntities? entities, Undo undo)
    {
        List<int> found = [];
        foreach (var entity in entities ?? (IEnumerable<TextEntity>)[])
            if (TargetOf(entity, undo) is { } target && !found.Contains(target)) found.Add(target);
        return found;
    }

    private int? TargetOf(TextEntity entity, Undo undo) => entity.Kind switch
    {
        EntityKind.Everyone or EntityKind.Here => Everybody,
        EntityKind.User when entity.UserId is { } user => Known(user.Value, undo),
        EntityKind.Group when entity.GroupId is { } group => Known(group.Value, undo),
        _ => null,
    };

    private int Known(Ulid value, Undo undo)
    {
        if (index.TryGetValue(value, out var known)) return known;
        index.Add(value, called.Count);
        called.Add(value);
        if (undo.IsKept) undo.Add(ForgetLast);
        return called.Count - 1;
    }

    private void ForgetLast()
    {
        index.Remove(called[^1]);
        called.RemoveAt(called.Count - 1);
    }

    private void Replace(int number, List<int> after)
    {
        var first = FirstFrom(number);
        var count = FirstFrom(number + 1) - first;
        numbers.RemoveRange(first, count);
        targets.RemoveRange(first, count);
        numbers.InsertRange(first, Enumerable.Repeat(number, after.Count));
        targets.InsertRange(first, after);
    }

    /// <summary>The first row of the number, or of the next one that has any.</summary>
    private int FirstFrom(int number)
    {
        if (numbers.Count == 0 || numbers[^1] < number) return numbers.Count;
        var (low, high) = (0, numbers.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (numbers[middle] < number) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
