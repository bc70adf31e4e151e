using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Compliance;

namespace EventChat.Commands.Compliance;

/// <summary>
/// What is kept and for how long, in one workspace. Holds, rules and whatever destroys something are decided on this one stream, so that the log says which came first: what a
/// command for erasure or retention does not find held was not held when it was decided.
/// </summary>
public sealed class Governance : IState<Governance>
{
    private readonly Dictionary<HoldId, Hold> holds = [];

    /// <summary>None of them where everything is kept for ever.</summary>
    public IReadOnlyList<RetentionRule> Rules { get; private set; } = [];

    /// <summary>Of the event that set them; 0 where nobody ever did.</summary>
    public long RulesVersion { get; private set; }

    public Exports.Exports Exports { get; } = new();

    /// <summary>Those in force and those that were released, in the order in which they were placed.</summary>
    public IEnumerable<Hold> Holds => holds.Values.OrderBy(static h => h.Version);

    public IEnumerable<Hold> HoldsInForce => Holds.Where(static h => h.Released is null);

    /// <summary>Orders to erase people.</summary>
    public Privacy.Erasures Erasures { get; } = new();

    public long Bytes => 256 + Erasures.Bytes + Exports.Bytes + holds.Values.Sum(static h => 400L + 32 * (h.Facts.UserIds.Count + h.Facts.ChannelIds.Count)) + Rules.Sum(static r => 64L + 32 * r.ChannelIds.Count);

    public static Governance Initial() => new();

    public Hold? Find(HoldId id) => holds.GetValueOrDefault(id);

    /// <summary>Version of the event that placed it; 0 where there never was one.</summary>
    public long PlacedAt(HoldId id) => Find(id)?.Version ?? 0;

    /// <summary>Holds that are over what a person said: anywhere, or in the channels they wrote in where somebody knows those.</summary>
    public IReadOnlyList<HoldId> HeldBecauseOf(UserId person, IReadOnlyCollection<ChannelId>? wroteIn = null) =>
        wroteIn is null ? HoldsOver(person, null, null, null) : [.. wroteIn.SelectMany(channel => HoldsOver(person, channel, null, null)).Distinct()];

    /// <summary>Holds that are over what anybody said in a channel between two moments.</summary>
    public IReadOnlyList<HoldId> HeldBecauseOf(ChannelId channel, DateTimeOffset from, DateTimeOffset to) => HoldsOver(null, channel, from, to);

    /// <summary>See <see cref="HoldPlaced.IsOver"/>.</summary>
    public IReadOnlyList<HoldId> HoldsOver(UserId? author, ChannelId? channel, DateTimeOffset? from, DateTimeOffset? to) =>
        [.. HoldsInForce.Where(h => h.Facts.IsOver(author, channel, from, to)).Select(static h => h.Id)];

    public void Apply(DomainEvent @event, UserId actor, long version, DateTimeOffset at)
    {
        switch (@event)
        {
            case HoldPlaced e: holds[e.HoldId] = new(e, actor, version, at); break;
            case HoldReleased e when holds.TryGetValue(e.HoldId, out var held): holds[e.HoldId] = held with { Released = new(actor, at, e.Reason) }; break;
            case RetentionSet e: (Rules, RulesVersion) = (e.Rules, version); break;
            default:
                Erasures.Apply(@event, actor, version, at);
                Exports.Apply(@event, version);
                break;
        }
    }
}

/// <param name="Version">Of the event that placed it, in the governance stream.</param>
/// <param name="Released">Null while it is in force.</param>
public sealed record Hold(HoldPlaced Facts, UserId By, long Version, DateTimeOffset At, Release? Released = null)
{
    public HoldId Id => Facts.HoldId;
}

public sealed record Release(UserId By, DateTimeOffset At, string? Reason);
