using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Channels;
using EventChat.Projections.Workspaces;
using Marten;

namespace EventChat.Projections.Search;

/// <summary>
/// In which language the messages of a channel are indexed: that of its workspace. What is known is kept for as long as one lead lasts, so that a message costs a
/// look into a dictionary; what another node heard meanwhile is read anew.
/// </summary>
public sealed class SearchLanguages
{
    private const int MaxKept = 100_000;
    private readonly Dictionary<ChannelId, WorkspaceId> homes = [];
    private readonly Dictionary<WorkspaceId, (Language Language, long Version)> languages = [];

    public static bool Concerns(DomainEvent e) => e is ChannelCreated or WorkspaceLanguageChanged;

    /// <summary>What the page asks for and is not known yet.</summary>
    public async Task Learn(IDocumentSession session, IReadOnlyCollection<RecordedEvent> events, CancellationToken ct)
    {
        if (homes.Count > MaxKept) homes.Clear();
        foreach (var e in events)
            if (e.Event is ChannelCreated created) homes[e.Stream.Id<ChannelId>()] = created.WorkspaceId;
        var channels = events.Where(static e => e.Event is MessageSent or MessageEdited).Select(static e => e.Stream.Id<ChannelId>()).ToHashSet();
        var strange = channels.Where(c => !homes.ContainsKey(c)).Select(static c => c.ToString()).ToList();
        if (strange.Count > 0)
            foreach (var view in await session.LoadManyAsync<ChannelView>(ct, strange)) homes[Id.Parse<ChannelId>(view.Id)] = view.WorkspaceId;
        var places = channels.Where(homes.ContainsKey).Select(c => homes[c]).Concat(events.Where(static e => e.Event is WorkspaceLanguageChanged).Select(static e => e.Stream.Id<WorkspaceId>()));
        var unknown = places.Where(w => !languages.ContainsKey(w)).Distinct().Select(static w => w.ToString()).ToList();
        if (unknown.Count > 0)
            foreach (var view in await session.LoadManyAsync<WorkspaceView>(ct, unknown))
                languages[Id.Parse<WorkspaceId>(view.Id)] = (Language.Find(view.Language ?? "") ?? Language.English, view.LanguageVersion);
    }

    /// <summary>A change that is older than what is known says nothing: so a rebuild puts everything into the language of today.</summary>
    public void Take(RecordedEvent recorded)
    {
        if (recorded.Event is not WorkspaceLanguageChanged changed || recorded.Version <= languages.GetValueOrDefault(recorded.Stream.Id<WorkspaceId>()).Version) return;
        languages[recorded.Stream.Id<WorkspaceId>()] = (Language.Find(changed.Language) ?? Language.English, recorded.Version);
    }

    public Language Of(ChannelId channel) =>
        homes.TryGetValue(channel, out var home) && languages.TryGetValue(home, out var known) ? known.Language : Language.English;

    public void Forget()
    {
        homes.Clear();
        languages.Clear();
    }
}
