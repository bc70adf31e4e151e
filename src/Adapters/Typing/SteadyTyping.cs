using EventChat.Adapters.Redis;
using EventChat.Realtime.Typing;

namespace EventChat.Adapters.Typing;

/// <summary>Tells all nodes while they can be reached, and this one while they cannot.</summary>
public sealed class SteadyTyping(ITyping shared, ITyping own) : ITyping
{
    public async Task Tell(Typist typist, CancellationToken ct)
    {
        try { await shared.Tell(typist, ct); }
        catch (Exception error) when (RedisSettings.IsAway(error)) { await own.Tell(typist, ct); }
    }

    public IAsyncEnumerable<Typist> Hear(CancellationToken ct) => Merging.Of(shared.Hear, own.Hear, ct);
}
