using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Events.Serialization;
using EventChat.Events.Store;

namespace EventChat.Specs.Support;

/// <summary>One channel in which everything that is asked is decided and happens, without a log.</summary>
internal sealed class World
{
    private readonly List<RecordedEvent> history = [];

    public World(params IEnumerable<Ask> asks)
    {
        foreach (var ask in asks) Do(ask);
    }

    public Channel Channel { get; } = Channel.Initial();
    public DateTimeOffset Now { get; private set; } = Cast.Noon;
    public IReadOnlyList<RecordedEvent> History => history;

    public Decision Do(Ask ask)
    {
        Now += ask.Later;
        var decision = Decide(ask);
        foreach (var e in decision.Events)
        {
            history.Add(new(EventTypes.All, e)
            {
                Position = new(10 * (history.Count + 1)), Stream = ask.Command.Stream, Version = history.Count + 1, Id = Guid.CreateVersion7(Now),
                Type = EventTypes.All.StoredNames[e.GetType()], Data = EventTypes.All.Write(e).Json, RecordedAt = Now, Hash = HashChain.Genesis,
                Context = new(ask.Caller.User, null, Guid.Empty, Guid.Empty),
            });
            Channel.Apply(e, ask.Caller.User, history.Count, Now);
        }

        return decision;
    }

    public Decision Decide(Ask ask) => ask.Command.Decide(Channel, new(ask.Caller, Now));
}
