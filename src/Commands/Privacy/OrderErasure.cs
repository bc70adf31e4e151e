using EventChat.Commands.Compliance;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Privacy;
using EventChat.Events.Store;

namespace EventChat.Commands.Privacy;

/// <summary>Decided on the stream that holds are in, so that the log says which came first. Whether the person ever was in the workspace, whoever asks has looked.</summary>
public sealed record OrderErasure(WorkspaceId WorkspaceId, ErasureId ErasureId, UserId UserId, string Reason) : ICommand<Governance>
{
    public StreamName Stream => StreamName.ForGovernance(WorkspaceId);

    public Decision Decide(Governance governance, CommandContext context)
    {
        if (governance.Erasures.Find(ErasureId) is { } done) return Decision.AlreadyDone(done.Version);
        if (UserId == context.Actor) return new NobodyErasesThemselves();
        if (governance.HeldBecauseOf(UserId) is [var hold, ..]) return new UnderHold(hold);
        if (governance.Erasures.Open(UserId) is { } open) return new ErasureUnderWay(open.Id);

        return new ErasureOrdered(ErasureId, UserId, Reason, governance.Erasures.TakeTwo ? true : null);
    }

    public bool Repeats(DomainEvent first) => first is ErasureOrdered ordered && (ordered.UserId, ordered.Reason) == (UserId, Reason);
}

/// <summary>By an officer who is neither the one who ordered it nor the person it is about. Holds that came in between refuse it.</summary>
public sealed record ApproveErasure(WorkspaceId WorkspaceId, ErasureId ErasureId) : ICommand<Governance>
{
    public StreamName Stream => StreamName.ForGovernance(WorkspaceId);

    public Decision Decide(Governance governance, CommandContext context)
    {
        if (governance.Erasures.Find(ErasureId) is not { } order) return new ErasureNotFound(ErasureId);
        if (order.State == ErasureState.Withdrawn) return new ErasureIsWithdrawn(ErasureId);
        if (order.State != ErasureState.Waiting) return Decision.Nothing;
        if (order.By == context.Actor || order.Facts.UserId == context.Actor) return new SecondOfficerNeeded();
        if (governance.HeldBecauseOf(order.Facts.UserId) is [var hold, ..]) return new UnderHold(hold);

        return new ErasureApproved(ErasureId);
    }
}

/// <summary>What has begun cannot be withdrawn.</summary>
public sealed record WithdrawErasure(WorkspaceId WorkspaceId, ErasureId ErasureId) : ICommand<Governance>
{
    public StreamName Stream => StreamName.ForGovernance(WorkspaceId);

    public Decision Decide(Governance governance, CommandContext context) =>
        governance.Erasures.Find(ErasureId) is not { } order ? new ErasureNotFound(ErasureId)
        : order.State == ErasureState.Withdrawn ? Decision.Nothing
        : order.State == ErasureState.Waiting ? new ErasureWithdrawn(ErasureId)
        : new ErasureHasBegun(ErasureId);
}

/// <summary>By the server itself, when nothing serves the words any more.</summary>
public sealed record FinishErasure(WorkspaceId WorkspaceId, ErasureId ErasureId, int Channels, bool WithAccount) : ICommand<Governance>
{
    public StreamName Stream => StreamName.ForGovernance(WorkspaceId);

    public Decision Decide(Governance governance, CommandContext context) =>
        context.Actor == UserId.System && governance.Erasures.Find(ErasureId) is { State: ErasureState.Running } order
            ? new ErasureDone(ErasureId, order.Facts.UserId, Channels, WithAccount)
            : Decision.Nothing;
}

/// <summary>Whether one officer is enough; owners decide it, and whoever asks has looked.</summary>
public sealed record RequireSecondOfficer(WorkspaceId WorkspaceId, bool Required) : ICommand<Governance>
{
    public StreamName Stream => StreamName.ForGovernance(WorkspaceId);

    public Decision Decide(Governance governance, CommandContext context) =>
        governance.Erasures.TakeTwo == Required ? Decision.Nothing : new SecondOfficerRequired(Required);
}

/// <summary>Also said to those who are not in its workspace.</summary>
public sealed record ErasureNotFound(ErasureId Id) : Refusal.NotFound("erasure.not-found", $"There is no erasure {Id} that you can see.");

public sealed record ErasureUnderWay(ErasureId Id) : Refusal.Conflict("erasure.under-way", $"Erasure {Id} of the same person is not done yet.");

public sealed record ErasureHasBegun(ErasureId Id) : Refusal.Conflict("erasure.has-begun", $"Erasure {Id} has begun, and what is destroyed does not come back.");

public sealed record ErasureIsWithdrawn(ErasureId Id) : Refusal.Conflict("erasure.withdrawn", $"Erasure {Id} was withdrawn; order another.");

public sealed record SecondOfficerNeeded() : Refusal.Forbidden("erasure.second-officer-needed", "Another officer has to approve it: neither the one who ordered it nor the person it is about.");

public sealed record NobodyErasesThemselves() : Refusal.Conflict("erasure.oneself", "An officer does not erase themselves; another one does.");

/// <summary>Of somebody who neither is in the workspace nor ever was.</summary>
public sealed record ErasureOfStranger(UserId User) : Refusal.Invalid("erasure.stranger", $"{User} never was in this workspace.", "userId");
