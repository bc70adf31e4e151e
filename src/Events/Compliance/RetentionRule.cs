using EventChat.Events.Channels;

namespace EventChat.Events.Compliance;

/// <summary>How long is kept what is said in some channels. Of several rules about one channel the longest counts, and what is pinned is kept where any of them keeps it.</summary>
/// <param name="ChannelIds">None for all of the kind.</param>
/// <param name="Kind">Absent for all kinds.</param>
/// <param name="Days">Absent for ever: an exemption.</param>
/// <param name="KeepPinned">Whether what is pinned stays.</param>
public sealed record RetentionRule(IReadOnlyList<ChannelId> ChannelIds, ChannelKind? Kind = null, int? Days = null, bool KeepPinned = false)
{
    public bool IsAbout(ChannelId channel, ChannelKind kind) => (ChannelIds.Count == 0 || ChannelIds.Contains(channel)) && (Kind is null || Kind == kind);

    public bool Equals(RetentionRule? other) =>
        other is not null && (Kind, Days, KeepPinned) == (other.Kind, other.Days, other.KeepPinned) && ChannelIds.SequenceEqual(other.ChannelIds);

    public override int GetHashCode() => HashCode.Combine(ChannelIds.Count, Kind, Days, KeepPinned);
}
