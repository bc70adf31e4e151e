using EventChat.Events.Store;
using EventChat.Projections.Running;
using Marten;

namespace EventChat.Projections.Notifications;

/// <summary>
/// Keeps what each person is told, and what the decision about it needs. All of it comes from the log: from what this very projection has folded up to the
/// event, never from another read model, so that a rebuild tells the same.
/// </summary>
internal sealed class NotificationProjector(NotificationTables tables) : IProjector
{
    public string Name => NotificationSource.Name;
    public StreamFilter Streams { get; } = new(StreamName.Channels, StreamName.Workspaces, StreamName.Users, StreamName.Inboxes);

    public bool IsConcerned(IReadOnlyList<RecordedEvent> events) => events.Any(static e => Reads(e) is null or true);

    public async Task<int> Project(IDocumentSession session, IReadOnlyList<RecordedEvent> events, CancellationToken ct)
    {
        List<RecordedEvent> concerned = new(events.Count);
        PoisonEventException? poison = null;
        foreach (var e in events)
        {
            try
            {
                if (NotificationSource.Concerns(e.Event)) concerned.Add(e);
            }
            catch (Exception error)
            {
                poison = new(e, error);
                break;
            }
        }

        var page = new NotificationPage(tables);
        if (concerned.Count > 0) await page.Load(session, concerned, ct);
        foreach (var e in concerned) NotificationFold.Take(page, e);
        page.Store(session);
        return poison is null ? page.Changes : throw poison;
    }

    public void Forget() { }

    public Task Clear(IDocumentSession session, CancellationToken ct)
    {
        session.QueueSqlCommand($"truncate {string.Join(", ", tables.All)}");
        return Task.CompletedTask;
    }

    /// <summary>Null for what cannot be read: whoever folds the page meets it again, and says which it was.</summary>
    private static bool? Reads(RecordedEvent e)
    {
        try { return NotificationSource.Concerns(e.Event); }
        catch (Exception) { return null; }
    }
}

/// <summary>Where Marten keeps them.</summary>
internal sealed class NotificationTables(IDocumentStore documents)
{
    public string Rows { get; } = documents.Options.Schema.For<NotificationView>();
    public string Broadcasts { get; } = documents.Options.Schema.For<BroadcastView>();
    public string People { get; } = documents.Options.Schema.For<NotifyPerson>();
    public string Members { get; } = documents.Options.Schema.For<NotifyMember>();
    public string Channels { get; } = documents.Options.Schema.For<NotifyChannel>();
    public string Groups { get; } = documents.Options.Schema.For<NotifyGroup>();
    public string Threads { get; } = documents.Options.Schema.For<NotifyThread>();
    public string Activity { get; } = documents.Options.Schema.For<NotifyActivity>();

    public IEnumerable<string> All => [Rows, Broadcasts, People, Members, Channels, Groups, Threads, Activity];
}
