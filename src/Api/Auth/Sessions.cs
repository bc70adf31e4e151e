using System.Collections.Concurrent;
using EventChat.Commands.Handling;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Users;

namespace EventChat.Api.Auth;

/// <summary>
/// Which sessions are open. The log is asked once about each; what ends after that is heard by following it, and then the log is asked again: within
/// milliseconds of the end, on every node.
/// </summary>
internal sealed class Sessions(CommandHandler commands, IEventStore store) : BackgroundService
{
    private const int MaxKept = 100_000;
    private static readonly StreamFilter Streams = new(StreamName.Users);
    private readonly ConcurrentDictionary<SessionId, SessionLease> leases = new();
    private Position from;

    /// <summary>Known before the log is asked, so that an end that comes in between is not missed.</summary>
    /// <returns>Null where there is no such session any more.</returns>
    public async ValueTask<SessionLease?> Find(UserId user, SessionId session, CancellationToken ct)
    {
        if (leases.Count > MaxKept) ForgetAll();
        var lease = leases.GetOrAdd(session, static _ => new());
        if (!lease.IsConfirmed)
        {
            if (!await commands.Ask<User, bool>(StreamName.For(user), (state, _) => state.HasSession(session), ct)) Forget(session);
            else lease.IsConfirmed = true;
        }

        return lease.IsOver ? null : lease;
    }

    /// <summary>Whoever is asked about it next asks the log.</summary>
    public void Forget(SessionId session)
    {
        if (leases.TryRemove(session, out var lease)) lease.IsOver = true;
    }

    /// <summary>Where the log is followed from is known before the first request comes.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        from = await store.ReadHead(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var page in store.Subscribe(from, Streams, stoppingToken))
                foreach (var e in page.Events) Take(e);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private void Take(RecordedEvent recorded)
    {
        // What cannot be read may be the end of a session in the words of a newer version.
        if (recorded.Readable is not { } fact) ForgetAll();
        else if (fact is SessionEnded e) Forget(e.SessionId);
    }

    private void ForgetAll()
    {
        foreach (var session in leases.Keys) Forget(session);
    }
}

/// <summary>A session as it was when the log was last asked; whoever holds it sees at once when that is over.</summary>
internal sealed class SessionLease
{
    private volatile bool isConfirmed, isOver;

    public bool IsConfirmed { get => isConfirmed; set => isConfirmed = value; }
    public bool IsOver { get => isOver; set => isOver = value; }
}
