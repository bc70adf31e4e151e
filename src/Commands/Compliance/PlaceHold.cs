using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Compliance;
using EventChat.Events.Store;

namespace EventChat.Commands.Compliance;

/// <summary>In force from the position at which it is recorded. Whether the people and channels are of the workspace, whoever asks has looked.</summary>
/// <param name="UserIds">None for everybody; with channels, a range and a query it is over what all of them are true of.</param>
/// <param name="To">The first moment that is no longer meant.</param>
public sealed record PlaceHold(
    WorkspaceId WorkspaceId, HoldId HoldId, string Name, IReadOnlyList<UserId> UserIds, IReadOnlyList<ChannelId> ChannelIds, DateTimeOffset? From = null, DateTimeOffset? To = null,
    string? Query = null, string? Reason = null) : ICommand<Governance>
{
    /// <summary>In force at once.</summary>
    public const int MaxInForce = 1_000;

    /// <summary>People, and channels, that one hold may name.</summary>
    public const int MaxNamed = 500;

    public StreamName Stream => StreamName.ForGovernance(WorkspaceId);

    public Decision Decide(Governance governance, CommandContext context)
    {
        if (governance.PlacedAt(HoldId) is > 0 and var version) return Decision.AlreadyDone(version);
        if (UserIds.Count == 0 && ChannelIds.Count == 0 && Query is null) return new NothingHeld();
        if (To <= From) return new HoldEndsBeforeItBegins();
        if (UserIds.Count > MaxNamed) return new HoldTooWide("userIds");
        if (ChannelIds.Count > MaxNamed) return new HoldTooWide("channelIds");
        if (governance.HoldsInForce.Count() >= MaxInForce) return new TooManyHolds();

        return Fact;
    }

    public bool Repeats(DomainEvent first) => first is HoldPlaced placed && placed == Fact;

    private HoldPlaced Fact => new(HoldId, Name, [.. UserIds.Distinct()], [.. ChannelIds.Distinct()], From, To, Query, Reason);
}

/// <summary>What no other hold is over is under the rules again; releasing twice changes nothing.</summary>
public sealed record ReleaseHold(WorkspaceId WorkspaceId, HoldId HoldId, string? Reason = null) : ICommand<Governance>
{
    public StreamName Stream => StreamName.ForGovernance(WorkspaceId);

    public Decision Decide(Governance governance, CommandContext context) =>
        governance.Find(HoldId) is not { } hold ? new HoldNotFound(HoldId)
        : hold.Released is null ? new HoldReleased(HoldId, Reason)
        : Decision.Nothing;
}
