using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using EventChat.Events.Store;
using Marten;

namespace EventChat.Projections.Running;

/// <summary>How far each projection is, for reads that must not be behind, for <c>/health/ready</c> and for <c>/metrics</c>.</summary>
public sealed class ProjectionProgress
{
    public const string Meter = "EventChat.Projections";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private readonly ConcurrentDictionary<string, State> states = new();
    private readonly IDocumentStore documents;
    private readonly TimeProvider clock;
    private TaskCompletionSource? awaited;

    public ProjectionProgress(IDocumentStore documents, IMeterFactory meters, TimeProvider clock)
    {
        (this.documents, this.clock) = (documents, clock);
        var meter = meters.Create(Meter);
        meter.CreateObservableGauge("eventchat.projection.position", () => Measure(static s => (double)s.Position.Value),
            description: "How far the projection has read, on the node that leads it.");
        meter.CreateObservableGauge("eventchat.projection.lag.seconds", () => Measure(Lag), description: "Age of the oldest event that it has not taken yet.");
        meter.CreateObservableGauge("eventchat.projection.failed", () => Measure(static s => s.Failure is null ? 0d : 1d), description: "1 where a poison event stopped it.");
    }

    /// <summary>What stopped which projections; none where all is well.</summary>
    public IReadOnlyDictionary<string, string> Failures => states.Where(static s => s.Value.Failure is not null).ToDictionary(static s => s.Key, static s => s.Value.Failure!);

    /// <summary>True when every one of the projections has taken the position; false after two seconds.</summary>
    public async Task<bool> Reached(Position position, IEnumerable<string> projections, CancellationToken ct)
    {
        var deadline = clock.GetTimestamp();
        while (true)
        {
            var signal = Awaited();
            var behind = projections.Where(name => !states.TryGetValue(name, out var s) || s.Position < position).ToList();
            if (behind.Count == 0 || await StoredBeyond(position, behind, ct)) return true;
            if (clock.GetElapsedTime(deadline) > TimeSpan.FromSeconds(2)) return false;
            await Task.WhenAny(signal, Task.Delay(Poll, clock, ct));
            ct.ThrowIfCancellationRequested();
        }
    }

    /// <summary>What all of the projections have taken, as far as this node knows; the start where another node leads one of them.</summary>
    public Position Of(params ReadOnlySpan<string> projections)
    {
        var least = new Position(long.MaxValue);
        foreach (var name in projections)
            if (!states.TryGetValue(name, out var state)) return Position.Start;
            else if (state.Position < least) least = state.Position;
        return least;
    }

    internal void Moved(string projection, Position position, DateTimeOffset? oldestWaiting)
    {
        states.AddOrUpdate(
            projection, static (_, now) => now, static (_, before, now) => now with { Failure = before.Position == now.Position ? before.Failure : null },
            new State(position, oldestWaiting, null));
        Interlocked.Exchange(ref awaited, null)?.SetResult();
    }

    internal void Failed(string projection, string failure) =>
        states.AddOrUpdate(projection, static (_, f) => new(Position.Start, null, f), static (_, s, f) => s with { Failure = f }, failure);

    internal void NotLeading(string projection) => states.TryRemove(projection, out _);

    /// <summary>Another node may lead: then its stored checkpoint tells.</summary>
    private async Task<bool> StoredBeyond(Position position, List<string> behind, CancellationToken ct)
    {
        if (behind.Exists(states.ContainsKey)) return false;
        await using var session = documents.QuerySession();
        var checkpoints = await session.LoadManyAsync<Checkpoint>(ct, behind);
        return checkpoints.Count == behind.Count && checkpoints.All(c => c.Position >= position.Value);
    }

    private double Lag(State state) => state.OldestWaiting is { } at ? Math.Max(0, (clock.GetUtcNow() - at).TotalSeconds) : 0;

    private IEnumerable<Measurement<double>> Measure(Func<State, double> value) =>
        states.Select(s => new Measurement<double>(value(s.Value), new KeyValuePair<string, object?>("projection", s.Key)));

    private Task Awaited()
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref awaited, signal, null) ?? signal).Task;
    }

    private sealed record State(Position Position, DateTimeOffset? OldestWaiting, string? Failure);
}
