using EventChat.Events;

namespace EventChat.Projections.Search;

/// <summary>
/// Where messages are found. An index stores documents by their version and gives hits; how texts are cut into terms and what is marked in them is
/// <see cref="TextAnalysis"/>, the same for every engine. Every adapter must pass <c>SearchIndexContract</c>.
/// </summary>
public interface ISearchIndex
{
    /// <summary>Makes what the index needs, where it is missing.</summary>
    Task Prepare(CancellationToken ct);

    /// <summary>What is stored under the ids; deleted ones too.</summary>
    Task<IReadOnlyList<SearchDocument>> Find(IReadOnlyCollection<string> ids, CancellationToken ct);

    /// <summary>Ids of what a person wrote in a channel, of all that was stored.</summary>
    Task<IReadOnlyList<string>> Of(ChannelId channel, UserId author, CancellationToken ct);

    /// <summary>Stores all or none, each only where nothing as new is there, so that a repeat and a late comer change nothing. Found at once, or soon after.</summary>
    Task Store(IReadOnlyCollection<SearchDocument> documents, CancellationToken ct);

    /// <summary>Makes searches as fast as they get, where adding has left something for later. Asked for every second; changes nothing that is found.</summary>
    Task Tidy(CancellationToken ct);

    /// <summary>Forgets everything.</summary>
    Task Clear(CancellationToken ct);

    /// <summary>A page of hits, each once over all pages, whatever is stored in between.</summary>
    Task<SearchPage> Search(SearchQuery query, CancellationToken ct);
}
