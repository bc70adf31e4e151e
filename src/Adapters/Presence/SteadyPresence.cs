using EventChat.Adapters.Redis;
using EventChat.Events;
using EventChat.Realtime.Presence;
using Microsoft.Extensions.Logging;

namespace EventChat.Adapters.Presence;

/// <summary>
/// Presence that all nodes share while it can be reached, and what this node knows by itself while it cannot. For a second after each failure nobody waits for it, and
/// once it answers again it is told everything anew: it may have forgotten all.
/// </summary>
public sealed partial class SteadyPresence(IPresence shared, InMemoryPresence own, TimeProvider clock, ILogger<SteadyPresence> logger) : IPresence
{
    private static readonly long Rest = TimeSpan.FromSeconds(1).Ticks;
    private readonly long begun = clock.GetTimestamp();
    private string? name;
    private long restsUntil;
    private bool isAway;

    private long Now => clock.GetElapsedTime(begun).Ticks;

    public async Task Post(string node, IReadOnlyCollection<Sighting> sightings, CancellationToken ct)
    {
        name = node;
        await own.Post(node, sightings, ct);
        await Try(async () =>
        {
            await shared.Post(node, sightings, ct);
            return true;
        }, ct);
    }

    public async Task<IReadOnlyList<Seen>> Read(IReadOnlyCollection<UserId> people, CancellationToken ct) =>
        await Try(() => shared.Read(people, ct), ct) ?? await own.Read(people, ct);

    public IAsyncEnumerable<UserId> Changes(CancellationToken ct) => Merging.Of(shared.Changes, own.Changes, ct);

    private async Task<T?> Try<T>(Func<Task<T>> ask, CancellationToken ct)
    {
        if (Volatile.Read(ref isAway) && Now < Volatile.Read(ref restsUntil)) return default;
        try
        {
            if (Volatile.Read(ref isAway) && name is { } node) await shared.Post(node, own.Said(node), ct);
            var answer = await ask();
            if (Interlocked.Exchange(ref isAway, false)) LogBack();
            return answer;
        }
        catch (Exception error) when (RedisSettings.IsAway(error))
        {
            Volatile.Write(ref restsUntil, Now + Rest);
            if (!Interlocked.Exchange(ref isAway, true)) LogAway(error.GetType().Name);
            return default;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not answer ({Reason}): until it does, people see only those who are connected to the same node")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Information, "Redis answers again: who is there is shared")]
    private partial void LogBack();
}
