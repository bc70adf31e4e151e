using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Privacy;
using EventChat.Events.Store;
using EventChat.Events.Users;
using EventChat.Projections.Running;

namespace EventChat.Projections.Users;

/// <summary>What a person says that they are up to.</summary>
/// <param name="Until">When it ends by itself.</param>
/// <param name="Position">Where in the log it was said; the start where nothing ever was.</param>
public sealed record StatusView(string Id, string Text, string Emoji, DateTimeOffset? Until, long Position) : IView
{
    /// <summary>It was taken away, or never was.</summary>
    [JsonIgnore] public bool IsNone => Text.Length == 0 && Emoji.Length == 0;

    public static StatusView None(UserId user) => new(user.ToString(), "", "", null, 0);

    public static StatusView Of(string id, StatusChanged said, Position position) => new(id, said.Text, said.Emoji, said.Until, position.Value);
}

public sealed class StatusProjection : IProjection<StatusView>
{
    public static string Name => "statuses";
    public static StreamFilter Streams { get; } = new(StreamName.Users);
    public static JsonTypeInfo<StatusView> Json => ViewJson.Default.StatusView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event is StatusChanged or UserErased ? [recorded.Stream.Value[StreamName.Users.Length..]] : [];

    public static StatusView? Evolve(StatusView? view, string id, RecordedEvent recorded) =>
        recorded.Event switch { StatusChanged said => StatusView.Of(id, said, recorded.Position), UserErased => null, _ => view };
}

public sealed class StatusQueries(ViewTables tables)
{
    /// <summary>Those of the people who ever had one.</summary>
    public async Task<IReadOnlyDictionary<UserId, StatusView>> Find(IReadOnlyCollection<UserId> users, CancellationToken ct) =>
        (await tables.Read(ViewJson.Default.StatusView, $"select data from {tables.Statuses} where id = any($1)", ct, Parameter.Of(users.Select(static u => u.ToString()).ToArray())))
            .ToDictionary(static status => Id.Parse<UserId>(status.Id));
}
