using EventChat.Events;

namespace EventChat.Projections.Jobs;

/// <summary>Work that facts lead to, and that somebody outside has a part in. It says everything that is needed to do it.</summary>
/// <param name="Id">The same id is the same work, however often it is handed in.</param>
public abstract record Job(string Id)
{
    /// <summary>How often somebody has sent it again after it had failed; each round is work of its own.</summary>
    public int Round { get; init; }
}

/// <param name="To">The address alone.</param>
/// <param name="Html">Encoded already.</param>
/// <param name="Unsubscribe">An address that takes a POST by which no more of the kind are sent (RFC 8058).</param>
public sealed record SendMail(string Id, string To, string Subject, string Text, string Html, string? Unsubscribe = null) : Job(Id);

/// <param name="Subscription">Which browser.</param>
/// <param name="Payload">JSON, at most 3 KB.</param>
/// <param name="LifeSeconds">How long the push service keeps it for a browser that is away.</param>
public sealed record SendPush(string Id, UserId UserId, string Subscription, string Payload, int LifeSeconds) : Job(Id);

/// <summary>Takes work on its way. Every adapter must pass <c>JobQueueContract</c>.</summary>
public interface IJobQueue
{
    /// <summary>
    /// Whether work is kept by somebody else, so that handing it in takes moments while they are there; otherwise it takes as long as the work itself.
    /// </summary>
    bool IsLasting { get; }

    /// <summary>Whether they are away at present, so that work waits.</summary>
    bool IsAway { get; }

    /// <summary>
    /// Completes when the work no longer depends on this process: it is done, or given up, or kept where another process finds it. Whoever hands in work for a fact
    /// waits for that before it takes the fact as dealt with; until then the work may be handed in, and done, a second time.
    /// </summary>
    /// <exception cref="InvalidOperationException">Nobody here does work of this kind.</exception>
    Task Enqueue(Job job, CancellationToken ct);
}

/// <summary>Does work of some kind.</summary>
public interface IJobHandler
{
    bool Takes(Job job);

    /// <exception cref="JobRefusedException">Trying again is of no use; any other exception is a reason to.</exception>
    Task Do(Job job, CancellationToken ct);
}

/// <summary>Whoever has to do it will never do this one.</summary>
public sealed class JobRefusedException(string message, Exception? inner = null) : Exception(message, inner);
