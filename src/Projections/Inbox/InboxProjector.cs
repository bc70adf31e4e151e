using EventChat.Events.Store;
using EventChat.Projections.Mentions;
using EventChat.Projections.Running;
using Marten;

namespace EventChat.Projections.Inbox;

/// <summary>
/// Marks, heads, tallies, threads and mentions, taken together with one checkpoint: what is read of them in one statement is true of one position, to the message.
/// </summary>
internal sealed class InboxProjector(IDocumentStore documents) : IProjector
{
    public const string ProjectionName = "inbox";
    internal static readonly StreamFilter Heard = new(StreamName.Channels, StreamName.Inboxes);

    private readonly IProjector[] parts =
        [new Projector<MarkProjection, MarkView>(documents), new Projector<HeadProjection, HeadView>(documents), new Projector<TallyProjection, TallyView>(documents),
            new Projector<FollowProjection, FollowView>(documents), new Projector<ThreadProjection, ThreadView>(documents), new MentionProjector(documents)];

    public string Name => ProjectionName;
    public StreamFilter Streams => Heard;

    public bool IsConcerned(IReadOnlyList<RecordedEvent> events) => parts.Any(part => part.IsConcerned(events));

    public async Task<int> Project(IDocumentSession session, IReadOnlyList<RecordedEvent> events, CancellationToken ct)
    {
        try
        {
            return await Fold(session, events, ct);
        }
        catch (PoisonEventException poison)
        {
            // One part may have folded what another cannot: all of them stop in front of it.
            session.EjectAllPendingChanges();
            Forget();
            await Project(session, [.. events.TakeWhile(e => e != poison.Event)], ct);
            throw;
        }
    }

    public void Forget()
    {
        foreach (var part in parts) part.Forget();
    }

    public async Task Clear(IDocumentSession session, CancellationToken ct)
    {
        foreach (var part in parts) await part.Clear(session, ct);
    }

    private async Task<int> Fold(IDocumentSession session, IReadOnlyList<RecordedEvent> events, CancellationToken ct)
    {
        var changed = 0;
        foreach (var part in parts) changed += await part.Project(session, events, ct);
        return changed;
    }
}
