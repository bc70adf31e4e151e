using System.Collections.Concurrent;
using Polly;
using Polly.CircuitBreaker;

namespace EventChat.Adapters.Jobs;

/// <summary>
/// Whoever is away is not asked by each job again and again: after a few failures none asks for some seconds, and then one does. To a job that was not let through it
/// is like any other failure: it waits, and is given up no sooner.
/// </summary>
public sealed class Circuits(TimeProvider clock)
{
    /// <summary>Members name the push services of their browsers; beyond so many each is asked as if it were there.</summary>
    private const int Most = 1_000;
    private const int Failures = 4;
    private const double NearlyAll = 0.9;
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(30), Break = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, ResiliencePipeline> circuits = new(StringComparer.Ordinal);

    /// <param name="whom">Who is asked.</param>
    /// <param name="isAway">Whether an error says that they are away, and not that they do not like this job.</param>
    /// <exception cref="BrokenCircuitException">They were away a moment ago.</exception>
    public async Task Ask(string whom, Func<Exception, bool> isAway, Func<CancellationToken, Task> ask, CancellationToken ct)
    {
        if (Of(whom, isAway) is not { } circuit) await ask(ct);
        else await circuit.ExecuteAsync(async token => await ask(token), ct);
    }

    private ResiliencePipeline? Of(string whom, Func<Exception, bool> isAway) =>
        circuits.TryGetValue(whom, out var known) ? known : circuits.Count >= Most ? null : circuits.GetOrAdd(whom, _ => Build(isAway));

    private ResiliencePipeline Build(Func<Exception, bool> isAway) => new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = NearlyAll, MinimumThroughput = Failures, SamplingDuration = Glance, BreakDuration = Break,
            ShouldHandle = new PredicateBuilder().Handle<Exception>(isAway),
        })
        .Build();
}
