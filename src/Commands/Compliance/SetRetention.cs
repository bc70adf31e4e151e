using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Compliance;
using EventChat.Events.Store;

namespace EventChat.Commands.Compliance;

/// <summary>All rules at once, instead of those before; none of them keeps everything for ever. Whether the channels are of the workspace, whoever asks has looked.</summary>
public sealed record SetRetention(WorkspaceId WorkspaceId, IReadOnlyList<RetentionRule> Rules, string? Reason = null) : ICommand<Governance>
{
    public const int MaxRules = 100, MaxChannels = 500, MaxDays = 36_500;

    public StreamName Stream => StreamName.ForGovernance(WorkspaceId);

    public Decision Decide(Governance governance, CommandContext context) =>
        RefusesRules(Rules) is { } refusal ? refusal
        : governance.Rules.SequenceEqual(Rules) ? Decision.Nothing
        : new RetentionSet(Rules, Reason);

    /// <summary>The same for rules that are only tried.</summary>
    public static Refusal? RefusesRules(IReadOnlyList<RetentionRule> rules) =>
        rules.Count > MaxRules ? new TooManyRules()
        : rules.Any(static r => r.Days is < 1 or > MaxDays) ? new DaysOutOfRange()
        : rules.Sum(static r => r.ChannelIds.Count) > MaxChannels ? new TooManyRuledChannels()
        : null;
}

public sealed record TooManyRules() : Refusal.Invalid("retention.too-many-rules", $"There are at most {SetRetention.MaxRules} rules.", "rules");

public sealed record DaysOutOfRange() : Refusal.Invalid("retention.days-out-of-range", $"'days' is 1 to {SetRetention.MaxDays}; leave it out to keep for ever.", "rules");

public sealed record TooManyRuledChannels() : Refusal.Invalid("retention.too-many-channels", $"All rules together name at most {SetRetention.MaxChannels} channels.", "rules");

public sealed record RuledChannelUnknown(ChannelId Channel) : Refusal.Invalid("retention.unknown-channel", $"There is no channel {Channel} in this workspace.", "rules");
