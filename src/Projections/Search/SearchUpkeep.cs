using EventChat.Projections.Running;

namespace EventChat.Projections.Search;

/// <summary>Has the index put away what was added to it lately.</summary>
public sealed class SearchUpkeep(ISearchIndex index) : IErrand
{
    public string Name => "search-upkeep";
    public TimeSpan Pause { get; } = TimeSpan.FromSeconds(1);

    public Task Run(CancellationToken ct) => index.Tidy(ct);
}
