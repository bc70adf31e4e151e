using System.Text.Json.Serialization.Metadata;
using EventChat.Events.Store;

namespace EventChat.Projections.Running;

/// <summary>
/// A read model as a pure fold: which documents an event concerns, and what it makes of each. It sees no clock, no database and no other document,
/// so that a rebuild comes to the same result as the events one by one.
/// </summary>
public interface IProjection<TView> where TView : class
{
    /// <summary>Names the checkpoint, the metric and the argument of <c>rebuild</c>; for ever.</summary>
    static abstract string Name { get; }

    static abstract StreamFilter Streams { get; }
    static abstract JsonTypeInfo<TView> Json { get; }

    static abstract IReadOnlyList<string> Concerns(RecordedEvent recorded);

    /// <summary>Where an event concerns documents that it cannot name: <see cref="Evolve"/> is asked of those that are found, and of any other in memory.</summary>
    /// <returns>Null for an event that names all that it concerns.</returns>
    static virtual Sweep? Finds(RecordedEvent recorded) => null;

    /// <summary>Whether the event is the first that concerns this document, so that nothing has to be loaded.</summary>
    static virtual bool Begins(string id, RecordedEvent recorded) => false;

    /// <summary>How many documents whoever leads keeps in memory, for those that change again and again; 0 for none.</summary>
    static virtual int Kept => 0;

    /// <returns>The document as it now is; null deletes it.</returns>
    static abstract TView? Evolve(TView? view, string id, RecordedEvent recorded);
}

/// <summary>A stored read model. Its id is text, so that documents of one channel lie side by side.</summary>
public interface IView
{
    string Id { get; }
}

/// <summary>How far a projection has come; stored in the same transaction as what it wrote.</summary>
public sealed record Checkpoint(string Id, long Position) : IView;
