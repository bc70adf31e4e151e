using EventChat.Commands.Compliance;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Exports;
using EventChat.Events.Store;

namespace EventChat.Commands.Exports;

/// <summary>Whether the people and channels are of the workspace, whoever asks has looked.</summary>
/// <param name="Begun">When the workspace was made: nothing was recorded before.</param>
public sealed record RequestExport(WorkspaceId WorkspaceId, ExportId ExportId, ExportCase Case, string? Reason, DateTimeOffset Begun) : ICommand<Governance>
{
    /// <summary>People, and channels, that one case may name.</summary>
    public const int MaxNamed = 500;

    public StreamName Stream => StreamName.ForGovernance(WorkspaceId);

    public Decision Decide(Governance governance, CommandContext context) =>
        governance.Exports.RequestedAt(ExportId) is > 0 and var version ? Decision.AlreadyDone(version)
        : Case.Refuses(Begun) is { } refusal ? refusal
        : Fact;

    public bool Repeats(DomainEvent first) => first is ExportRequested requested && requested == Fact;

    private ExportRequested Fact => new(ExportId, Case.Name, [.. Case.CustodianIds.Distinct()], [.. Case.ChannelIds.Distinct()], Case.From, Case.To, Case.Query, Reason);
}

/// <summary>Cancelling twice changes nothing.</summary>
public sealed record CancelExport(WorkspaceId WorkspaceId, ExportId ExportId, string? Reason = null) : ICommand<Governance>
{
    public StreamName Stream => StreamName.ForGovernance(WorkspaceId);

    public Decision Decide(Governance governance, CommandContext context) =>
        governance.Exports.RequestedAt(ExportId) == 0 ? new ExportNotFound(ExportId)
        : governance.Exports.IsCancelled(ExportId) ? Decision.Nothing
        : new ExportCancelled(ExportId, Reason);
}

public static class CaseRules
{
    extension(ExportCase wanted)
    {
        /// <param name="begun">When the workspace was made.</param>
        public Refusal? Refuses(DateTimeOffset begun) =>
            wanted.CustodianIds.Count == 0 && wanted.ChannelIds.Count == 0 ? new NothingToExport()
            : wanted.CustodianIds.Count > RequestExport.MaxNamed ? new ExportTooWide("custodianIds")
            : wanted.ChannelIds.Count > RequestExport.MaxNamed ? new ExportTooWide("channelIds")
            : wanted.To <= wanted.From ? new ExportEndsBeforeItBegins()
            : wanted.To <= begun ? new ExportBeforeFirstEvent(begun)
            : null;
    }
}

/// <summary>Which exports of a workspace there are; what has become of them is not in the log.</summary>
public sealed class Exports
{
    private readonly Dictionary<ExportId, (long Version, bool IsCancelled)> known = [];

    public long Bytes => known.Count * 64L;

    /// <summary>Those that are there, or will be.</summary>
    public IEnumerable<ExportId> NotCancelled => known.Where(static e => !e.Value.IsCancelled).Select(static e => e.Key);

    public long RequestedAt(ExportId id) => known.GetValueOrDefault(id).Version;

    public bool IsCancelled(ExportId id) => known.GetValueOrDefault(id).IsCancelled;

    public void Apply(DomainEvent @event, long version)
    {
        switch (@event)
        {
            case ExportRequested e: known[e.ExportId] = (version, false); break;
            case ExportCancelled e when known.TryGetValue(e.ExportId, out var export): known[e.ExportId] = export with { IsCancelled = true }; break;
        }
    }
}
