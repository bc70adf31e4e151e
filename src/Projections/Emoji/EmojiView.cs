using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Emoji;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Projections.Emoji;

/// <summary>An emoji that a workspace has of its own.</summary>
public sealed record EmojiView(string Id, WorkspaceId WorkspaceId, string Name, string Url, UserId AddedBy, DateTimeOffset AddedAt) : IView;

public sealed class EmojiProjection : IProjection<EmojiView>
{
    public static string Name => "emoji";
    public static StreamFilter Streams { get; } = new(StreamName.Workspaces);
    public static JsonTypeInfo<EmojiView> Json => ViewJson.Default.EmojiView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event switch
    {
        EmojiAdded e => [Of(recorded, e.Name)],
        EmojiRemoved e => [Of(recorded, e.Name)],
        _ => [],
    };

    public static EmojiView? Evolve(EmojiView? view, string id, RecordedEvent recorded) => recorded.Event switch
    {
        EmojiAdded e => new(id, recorded.Stream.Id<WorkspaceId>(), e.Name, e.Url, recorded.Actor, recorded.RecordedAt),
        EmojiRemoved => null,
        _ => view,
    };

    private static string Of(RecordedEvent recorded, string name) => $"{recorded.Stream.Value.AsSpan(StreamName.Workspaces.Length)}:{name}";
}

public sealed class EmojiQueries(ViewTables tables)
{
    /// <summary>By name, as the database sorts.</summary>
    /// <param name="after">The last name of the page before; empty for the first.</param>
    public Task<List<EmojiView>> Of(WorkspaceId workspace, string after, int limit, CancellationToken ct) =>
        tables.Read(ViewJson.Default.EmojiView, $"select data from {tables.Emoji} where data -> 'workspaceId' = to_jsonb($1) and id > $2 order by id limit $3", ct,
            Parameter.Of(workspace.ToString()), Parameter.Of($"{workspace}:{after}"), Parameter.Of(limit));
}
