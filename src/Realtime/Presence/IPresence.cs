using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using EventChat.Events;
using EventChat.Events.Serialization;

namespace EventChat.Realtime.Presence;

/// <summary>
/// Who is there, as all nodes that share it know. Nothing of it is kept: what a node says holds for as long as it says, so that a node that dies takes its people
/// with it. Every adapter must pass <c>PresenceContract</c>.
/// </summary>
public interface IPresence
{
    /// <summary>How people are by the connections of one node, in place of what it said of them before.</summary>
    /// <param name="node">A name of its own.</param>
    Task Post(string node, IReadOnlyCollection<Sighting> sightings, CancellationToken ct);

    /// <summary>How people are, by all nodes, in any order; nobody is missing.</summary>
    Task<IReadOnlyList<Seen>> Read(IReadOnlyCollection<UserId> people, CancellationToken ct);

    /// <summary>
    /// Who is otherwise than before because a node said so, or may be so sooner than was said, from when it is asked on. Of somebody of whom the nodes say nothing any more it tells nothing: ask again once
    /// <see cref="Seen.For"/> is over. It may tell too often, and some may be lost; it never completes.
    /// </summary>
    IAsyncEnumerable<UserId> Changes(CancellationToken ct);
}

/// <summary>How somebody is, the highest of what their connections say.</summary>
[JsonConverter(typeof(WordJson<PresenceState>))]
public enum PresenceState
{
    [JsonStringEnumMemberName("offline")] Offline,

    /// <summary>There, but not looking.</summary>
    [JsonStringEnumMemberName("away")] Away,
    [JsonStringEnumMemberName("online")] Online,

    /// <summary>There, and wanting to be left alone: a choice of the person, not of a connection.</summary>
    [JsonStringEnumMemberName("do-not-disturb")] DoNotDisturb,
}

/// <param name="State">Online, away, or offline where the node has no connection of theirs any more.</param>
/// <param name="For">How long it holds unless it is said anew.</param>
/// <param name="DoNotDisturb">The person's choice; null leaves it as it is. It is forgotten some time after the last of their connections.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Sighting(UserId User, PresenceState State, TimeSpan For, bool? DoNotDisturb = null);

/// <param name="For">How long this certainly holds while nobody says more.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Seen(UserId User, PresenceState State, TimeSpan For)
{
    /// <summary>How long a choice outlives the connections of who made it, so that a client that starts anew finds it.</summary>
    public static readonly TimeSpan ChoiceOutlives = TimeSpan.FromMinutes(1);

    /// <summary>What holds for less long than was said is told where it is by more than this.</summary>
    public static readonly TimeSpan Sooner = TimeSpan.FromSeconds(1);

    /// <summary>What the nodes' words that still hold come to.</summary>
    /// <param name="doNotDisturb">Whether the person chose to be left alone.</param>
    public static Seen Of(UserId user, IEnumerable<(PresenceState State, TimeSpan For)> words, bool doNotDisturb)
    {
        var (state, holds) = (PresenceState.Offline, TimeSpan.Zero);
        foreach (var (said, left) in words)
        {
            if (left <= TimeSpan.Zero || said == PresenceState.Offline) continue;
            holds = state == PresenceState.Offline || left < holds ? left : holds;
            if (said > state) state = said;
        }

        return new(user, state == PresenceState.Offline || !doNotDisturb ? state : PresenceState.DoNotDisturb, holds);
    }
}
