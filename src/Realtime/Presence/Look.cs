using EventChat.Events;

namespace EventChat.Realtime.Presence;

/// <summary>Whom one connection looks at.</summary>
public sealed class Look<TBox> where TBox : class
{
    internal Look(TBox box, UserId user, IReadOnlyCollection<UserId> wanted)
    {
        (Box, User) = (box, user);
        Wanted = wanted.ToDictionary(static one => one, static _ => false);
        Owed = [.. wanted];
    }

    public TBox Box { get; }

    /// <summary>Who looks.</summary>
    public UserId User { get; }

    /// <summary>Ends when the connection was told of all of them.</summary>
    public TaskCompletionSource Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Those whom it wants to see; true where the two know each other.</summary>
    internal Dictionary<UserId, bool> Wanted { get; }

    /// <summary>Of whom it is to be told, whatever changes.</summary>
    internal HashSet<UserId> Owed { get; }

    internal bool IsDoubtful { get; set; } = true;

    /// <summary>How often it became doubtful.</summary>
    internal int Doubts { get; private set; }

    /// <summary>Those whom it may look at, as far as was asked.</summary>
    public IReadOnlyCollection<UserId> Asks => [.. Owed];

    internal void Doubt(IEnumerable<UserId> whom)
    {
        foreach (var one in whom.ToList())
        {
            Wanted[one] = false;
            Owed.Add(one);
        }

        (IsDoubtful, Doubts) = (true, Doubts + 1);
    }
}
