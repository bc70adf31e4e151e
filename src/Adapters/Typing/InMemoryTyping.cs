using EventChat.Realtime.Typing;

namespace EventChat.Adapters.Typing;

/// <summary>Who is typing, within this process.</summary>
public sealed class InMemoryTyping : ITyping
{
    private const int MaxUnheard = 4_096;
    private readonly Listeners<Typist> listeners = new(MaxUnheard);

    public Task Tell(Typist typist, CancellationToken ct)
    {
        listeners.Tell(typist);
        return Task.CompletedTask;
    }

    public IAsyncEnumerable<Typist> Hear(CancellationToken ct) => listeners.Hear(ct);
}
