using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Compliance;
using EventChat.Events.Store;

namespace EventChat.Commands.Compliance;

/// <summary>Always a fact, also for the same question a second time. Whether somebody may ask is decided by the workspace before.</summary>
public sealed record RecordShown(WorkspaceId WorkspaceId, string What, Asked? Asked = null, string? Reason = null) : ICommand<Governance>
{
    public StreamName Stream => StreamName.ForGovernance(WorkspaceId);

    public Decision Decide(Governance governance, CommandContext context) => new Shown(What, Asked, Reason);
}
