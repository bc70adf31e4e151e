using System.Text.Json.Serialization;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Compliance;
using EventChat.Projections.Compliance;

namespace EventChat.Api.Compliance;

/// <param name="Rules">All of them, instead of those before; none to keep everything for ever.</param>
/// <param name="Reason">1 to 500 characters.</param>
public sealed record RetentionRequest(IReadOnlyList<RetentionRuleRequest>? Rules, string? Reason);

/// <param name="ChannelIds">Left out or empty for all of the kind.</param>
/// <param name="Kind">Left out for all kinds.</param>
/// <param name="Days">How long what is said is kept, and then to the end of a month; left out for ever.</param>
/// <param name="KeepPinned">Whether what is pinned stays.</param>
public sealed record RetentionRuleRequest(IReadOnlyList<ChannelId>? ChannelIds, ChannelKind? Kind, int? Days, bool? KeepPinned)
{
    internal RetentionRule Rule => new([.. (ChannelIds ?? []).Distinct()], Kind, Days, KeepPinned ?? false);
}

/// <param name="Version">In the record, where they were set; 0 where nobody ever did.</param>
/// <param name="Clashes">Where rules say different things, and which of them counts.</param>
public sealed record RetentionResource(IReadOnlyList<RetentionRule> Rules, long Version, IReadOnlyList<ClashResource> Clashes);

/// <summary>Several rules are about one channel, and the longest counts.</summary>
/// <param name="ChannelId">Null for every channel of the kind that no rule names.</param>
/// <param name="Rules">Their places in the list, from 0.</param>
/// <param name="Wins">The place of the longest.</param>
public sealed record ClashResource(ChannelId? ChannelId, ChannelKind Kind, IReadOnlyList<int> Rules, int Wins);

/// <param name="Rules">To try them; left out for those that are set.</param>
/// <param name="At">As if it were this time; left out for now.</param>
public sealed record DryRunRequest(IReadOnlyList<RetentionRuleRequest>? Rules, DateTimeOffset? At, string? Reason);

/// <summary>What would go and what would be kept that a rule lets go, were the rules carried out at that time.</summary>
/// <param name="Going">On this page.</param>
/// <param name="Kept">Likewise.</param>
/// <param name="Next">The id of the channel to go on after; null at the end.</param>
public sealed record DryRunResource(
    DateTimeOffset At, int Going, int Kept, IReadOnlyList<MonthPlan> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
