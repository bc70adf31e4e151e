using EventChat.Adapters.EventStore;
using EventChat.Adapters.Privacy;
using EventChat.Contracts.Support;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using static EventChat.Contracts.Support.Logs;

namespace EventChat.Contracts.EventStores;

public sealed class InMemoryEventStoreTests : EventStoreContract
{
    internal override Task<IEventStore> Open() => Task.FromResult<IEventStore>(new InMemoryEventStore(EventTypes.All, new(new InMemoryKeyring())));

    [Fact]
    public async Task Its_positions_are_not_dense_so_that_nobody_relies_on_it()
    {
        await Store.Append(NewStream(), 0, Said("one", "two"));

        var positions = (await Store.ReadAll()).Select(static e => e.Position.Value).ToList();

        Assert.True(positions[1] - positions[0] > 1);
    }

    [Fact]
    public async Task It_serializes_so_that_a_fact_without_a_name_fails_in_the_fastest_tests()
    {
        await Assert.ThrowsAsync<EventContractException>(() => Store.Append(NewStream(), 0, Said("") with { Event = new Unknown() }));

        Assert.Empty(await Store.ReadAll());
    }

    private sealed record Unknown : Events.DomainEvent;
}
