using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Projections.Messages;

/// <summary>
/// That a message was edited, and where the log has the words. There is one for each edit and none for a message that was never edited; the words stay in the
/// log alone.
/// </summary>
/// <param name="Version">Of the edit in the channel's stream.</param>
public sealed record RevisionView(string Id, long Version, UserId Editor, DateTimeOffset At) : IView
{
    /// <summary>Sorts as the versions do, whatever the database's collation.</summary>
    public static string IdOf(ChannelId channel, int number, long version) => $"{channel}:{number:D10}:{version:D19}";
}

public sealed class RevisionProjection : IProjection<RevisionView>
{
    public static string Name => "revisions";
    public static StreamFilter Streams { get; } = new(StreamName.Channels);
    public static JsonTypeInfo<RevisionView> Json => ViewJson.Default.RevisionView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event is MessageEdited e
        ? [RevisionView.IdOf(recorded.Stream.Id<ChannelId>(), e.Number, recorded.Version)]
        : [];

    public static bool Begins(string id, RecordedEvent recorded) => true;

    public static RevisionView? Evolve(RevisionView? view, string id, RecordedEvent recorded) => recorded.Event is MessageEdited
        ? new(id, recorded.Version, recorded.Actor, recorded.RecordedAt)
        : view;
}

/// <summary>The edits of a message. A page is a range of the primary key.</summary>
public sealed class RevisionQueries(ViewTables tables)
{
    /// <summary>Edits after a version, oldest first.</summary>
    public Task<List<RevisionView>> After(ChannelId channel, int number, long version, int limit, CancellationToken ct) => tables.Read(
        ViewJson.Default.RevisionView, $"select data from {tables.Revisions} where id > $1 and id <= $2 order by id limit $3", ct,
        Parameter.Of(RevisionView.IdOf(channel, number, version)), Parameter.Of(RevisionView.IdOf(channel, number, long.MaxValue)), Parameter.Of(limit));
}
