using EventChat.Commands.Channels;
using EventChat.Commands.Compliance;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Compliance;
using EventChat.Events.Store;
using EventChat.Projections.Channels;
using EventChat.Projections.Compliance;

namespace EventChat.Api.Compliance;

/// <summary>Rules of retention and what they come to. Pins, kinds and holds are those at the head of the log.</summary>
internal sealed class RetentionDesk(CommandHandler commands, Places places, ChannelQueries channels, Replays replays)
{
    /// <returns>Null where all channels that the rules name are of the workspace.</returns>
    public async Task<Refusal?> Elsewhere(WorkspaceId workspace, IReadOnlyList<RetentionRule> rules, CancellationToken ct) =>
        await places.Elsewhere(workspace, [.. rules.SelectMany(static r => r.ChannelIds).Distinct()], ct) is { } unknown ? new RuledChannelUnknown(unknown) : null;

    public Task<(IReadOnlyList<RetentionRule> Rules, long Version, IReadOnlyList<HoldPlaced> Holds)> State(WorkspaceId workspace, CancellationToken ct) =>
        commands.Ask<Governance, (IReadOnlyList<RetentionRule>, long, IReadOnlyList<HoldPlaced>)>(
            StreamName.ForGovernance(workspace), static (g, _) => (g.Rules, g.RulesVersion, [.. g.HoldsInForce.Select(static h => h.Facts)]), ct);

    public async Task<RetentionResource> Show(WorkspaceId workspace, CancellationToken ct)
    {
        var (rules, version, _) = await State(workspace, ct);
        return new(rules, version, await Clashes(rules, ct));
    }

    public async Task<List<MonthPlan>> Plan(ChannelId channel, IReadOnlyList<RetentionRule> rules, IReadOnlyList<HoldPlaced> holds, DateTimeOffset at, CancellationToken ct)
    {
        var (kind, pinned) = await commands.Ask<Channel, (ChannelKind, HashSet<int>)>(StreamName.For(channel), static (c, _) => (c.Kind, [.. c.Pins.Select(static p => p.Number)]), ct);
        if (Retention.Of(rules, channel, kind) is not { } retention) return [];
        var said = await replays.Said(channel, Retention.MonthsBefore(at, retention.ShortestDays), ct);
        return [.. RetentionPlan.Of(channel, kind, said, pinned, rules, holds, at)];
    }

    /// <param name="after">An id; empty for the first page.</param>
    public async Task<List<ChannelId>> Channels(WorkspaceId workspace, string after, CancellationToken ct) =>
        [.. (await channels.Of(workspace, ct)).OrderBy(static c => $"{c}", StringComparer.Ordinal).Where(c => string.CompareOrdinal($"{c}", after) > 0)];

    /// <summary>For each channel that a rule names, and for all others of each kind.</summary>
    private async Task<IReadOnlyList<ClashResource>> Clashes(IReadOnlyList<RetentionRule> rules, CancellationToken ct)
    {
        List<ClashResource> clashes = [];
        foreach (var channel in rules.SelectMany(static r => r.ChannelIds).Distinct().ToList())
            if (Clash(rules, channel, channel, await places.KindOf(channel, ct)) is { } clash) clashes.Add(clash);
        foreach (var kind in Enum.GetValues<ChannelKind>())
            if (Clash(rules, null, default, kind) is { } clash) clashes.Add(clash);
        return clashes;
    }

    private static ClashResource? Clash(IReadOnlyList<RetentionRule> rules, ChannelId? named, ChannelId channel, ChannelKind kind)
    {
        var about = rules.Index().Where(r => r.Item.IsAbout(channel, kind)).ToList();
        return about.DistinctBy(static r => r.Item.Days).Count() < 2 ? null : new(named, kind, [.. about.Select(static r => r.Index)], about.MaxBy(static r => r.Item.Days ?? int.MaxValue).Index);
    }
}
