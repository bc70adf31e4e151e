using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using EventChat.Projections.Search;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Search;

public class SearchFoldLaws
{
    private static readonly DomainEvent[] Life =
    [
        new MessageSent(1, "See https://example.org"), new MessageSent(2, "An answer", ThreadRoot: 1), new ReactionAdded(1, "👋"), new ReactionAdded(1, "👍"),
        new MessageEdited(2, "A better answer"), new MessagePinned(2), new MessagePinned(1), new MessageUnpinned(2), new ReactionRemoved(1, "👋"), new MessageDeleted(2, Ada, ThreadRoot: 1), new MessageEdited(2, "Too late"),
        new MessageDeleted(1, Ada), new MessageSent(3, "Still here"),
    ];

    [Fact]
    public void A_message_has_what_was_said_of_it_last()
    {
        Assert.Equal(SearchTraits.Link | SearchTraits.Reaction | SearchTraits.Thread, Fold(Life[..4])[1].Traits);
        Assert.Equal("A better answer", Fold(Life[..5])[2].Text);
        Assert.Equal((true, true), (Fold(Life[..7])[1].IsPinned, Fold(Life[..7])[2].IsPinned));
        Assert.Equal(SearchTraits.Link | SearchTraits.Reaction | SearchTraits.Pinned, Fold(Life[..10])[1].Traits);
        Assert.False(Fold(Life[..9])[2].IsPinned);
        Assert.Equal(("", true, SearchTraits.None), Fold(Life)[2] is var gone ? (gone.Text, gone.IsDeleted, gone.Traits) : default);
        Assert.Equal(("", true), Fold(Life)[1] is var root ? (root.Text, root.IsDeleted) : default);
    }

    [Fact]
    public void Hearing_any_part_again_changes_nothing()
    {
        var right = Fold(Life);
        for (var from = 0; from < Life.Length; from++)
            for (var to = from; to <= Life.Length; to++)
                Assert.Equal(right, Fold(Life, again: (from, to)));
    }

    private static Dictionary<int, SearchDocument> Fold(DomainEvent[] events, (int From, int To)? again = null)
    {
        Dictionary<string, SearchDocument> documents = [];
        for (var i = 0; i < events.Length; i++) Hear(events[i], i + 1);
        for (var i = again?.From ?? 0; i < (again?.To ?? 0); i++) Hear(events[i], i + 1);
        return documents.Values.ToDictionary(static d => d.Number);

        void Hear(DomainEvent fact, long version)
        {
            var recorded = new RecordedEvent(EventTypes.All, fact)
            {
                Position = new(version), Stream = StreamName.For(General), Version = version, Id = Guid.Empty, Type = EventTypes.All.StoredNames[fact.GetType()], Data = default,
                Context = new(Ada, null, Guid.Empty, Guid.Empty), RecordedAt = Noon, Hash = HashChain.Genesis,
            };
            foreach (var id in SearchFold.Concerns(recorded))
                if (SearchFold.Evolve(documents.GetValueOrDefault(id), id, recorded, Language.English) is { } after) documents[id] = after;
        }
    }
}
