using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Inbox;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Projections.Inbox;

/// <summary>A message that a person keeps to come back to.</summary>
/// <param name="Version">Of the event that saved it, in the person's inbox; later ones have higher ones.</param>
public sealed record SavedView(string Id, ChannelId ChannelId, int Number, long Version, DateTimeOffset SavedAt) : IView
{
    private const int NumberLength = 10;

    internal static string IdOf(string user, string channel, int number) => $"{user}:{channel}:{number:D10}";

    /// <summary>Below and above all of a person's, whatever the database's collation.</summary>
    internal static (string Least, string Most) RangeOf(UserId user) => (
        $"{user}:{new string('0', Events.Id.Length)}:{new string('0', NumberLength)}", $"{user}:{new string('Z', Events.Id.Length)}:{new string('9', NumberLength)}");
}

public sealed class SavedProjection : IProjection<SavedView>
{
    public static string Name => "saved";
    public static StreamFilter Streams { get; } = new(StreamName.Inboxes);
    public static JsonTypeInfo<SavedView> Json => ViewJson.Default.SavedView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event switch
    {
        MessageSaved e => [Of(recorded, e.ChannelId, e.Number)],
        MessageUnsaved e => [Of(recorded, e.ChannelId, e.Number)],
        _ => [],
    };

    public static SavedView? Evolve(SavedView? view, string id, RecordedEvent recorded) => recorded.Event switch
    {
        MessageSaved e => new(id, e.ChannelId, e.Number, recorded.Version, recorded.RecordedAt),
        MessageUnsaved => null,
        _ => view,
    };

    private static string Of(RecordedEvent recorded, ChannelId channel, int number) =>
        SavedView.IdOf(recorded.Stream.Value[StreamName.Inboxes.Length..], $"{channel}", number);
}

/// <summary>What somebody saved: a range of the primary key, sorted.</summary>
public sealed class SavedQueries(ViewTables tables)
{
    private readonly string newest = $"""
        select data from {tables.Saved} where id > $1 and id <= $2 and (data ->> 'version')::bigint < $3 order by (data ->> 'version')::bigint desc limit $4
        """;

    /// <summary>What was saved before a version, newest first.</summary>
    public Task<List<SavedView>> Before(UserId user, long version, int limit, CancellationToken ct)
    {
        var (least, most) = SavedView.RangeOf(user);
        return tables.Read(ViewJson.Default.SavedView, newest, ct, Parameter.Of(least), Parameter.Of(most), Parameter.Of(version), Parameter.Of(limit));
    }
}
