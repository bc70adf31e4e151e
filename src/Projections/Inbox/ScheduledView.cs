using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Inbox;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Projections.Inbox;

/// <summary>A message that waits for its time, is being sent, or was refused; one that was sent or cancelled is gone.</summary>
public sealed record ScheduledView : IView
{
    public required string Id { get; init; }
    public required UserId UserId { get; init; }
    public required ScheduledId ScheduledId { get; init; }
    public required ChannelId ChannelId { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset SendAt { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public int? ThreadRoot { get; init; }
    public bool Broadcast { get; init; }

    /// <summary>When and which, as text that sorts by time; null for one that was refused.</summary>
    public string? Due { get; init; }

    /// <summary>Nobody changes it any more.</summary>
    public bool IsDue { get; init; }

    /// <summary>The code of the refusal.</summary>
    public string? Failure { get; init; }

    internal static string DueAt(DateTimeOffset at, string id) => $"{at.ToUnixTimeMilliseconds():D15}:{id}";
}

public sealed class ScheduledProjection : IProjection<ScheduledView>
{
    public static string Name => "scheduled";
    public static StreamFilter Streams { get; } = new(StreamName.Inboxes);
    public static JsonTypeInfo<ScheduledView> Json => ViewJson.Default.ScheduledView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event switch
    {
        MessageScheduled e => [Of(recorded, e.ScheduledId)],
        ScheduledMessageChanged e => [Of(recorded, e.ScheduledId)],
        ScheduledMessageCancelled e => [Of(recorded, e.ScheduledId)],
        ScheduledMessageDue e => [Of(recorded, e.ScheduledId)],
        ScheduledMessageSent e => [Of(recorded, e.ScheduledId)],
        ScheduledMessageFailed e => [Of(recorded, e.ScheduledId)],
        _ => [],
    };

    public static bool Begins(string id, RecordedEvent recorded) => recorded.Event is MessageScheduled;

    public static ScheduledView? Evolve(ScheduledView? view, string id, RecordedEvent recorded) => (view, recorded.Event) switch
    {
        (_, MessageScheduled { Text: "" }) => null,
        (_, MessageScheduled e) => Scheduled(id, e, recorded),
        ({ } known, ScheduledMessageChanged e) => Changed(known, e),
        ({ } known, ScheduledMessageDue) => known with { IsDue = true },
        ({ } known, ScheduledMessageFailed e) => known with { Due = null, IsDue = false, Failure = e.Code },
        (_, ScheduledMessageSent or ScheduledMessageCancelled) => null,
        _ => view,
    };

    private static ScheduledView Scheduled(string id, MessageScheduled e, RecordedEvent recorded) => new()
    {
        Id = id, UserId = recorded.Stream.Id<UserId>(), ScheduledId = e.ScheduledId, ChannelId = e.ChannelId, Text = e.Text, SendAt = e.SendAt,
        CreatedAt = recorded.RecordedAt, ThreadRoot = e.ThreadRoot, Broadcast = e.Broadcast ?? false, Due = ScheduledView.DueAt(e.SendAt, id),
    };

    private static ScheduledView Changed(ScheduledView view, ScheduledMessageChanged e)
    {
        var sendAt = e.SendAt ?? view.SendAt;
        return view with { Text = e.Text ?? view.Text, SendAt = sendAt, Due = ScheduledView.DueAt(sendAt, view.Id) };
    }

    private static string Of(RecordedEvent recorded, ScheduledId id) => $"{recorded.Stream.Value.AsSpan(StreamName.Inboxes.Length)}:{id}";
}

public sealed class ScheduledQueries(ViewTables tables)
{
    private readonly string own = $"select data from {tables.Scheduled} where id > $1 and id <= $2";
    private readonly string due = $"select data from {tables.Scheduled} where data ->> 'due' is not null and data ->> 'due' < $1 order by data ->> 'due' limit $2";

    /// <summary>All of a person's, in no order: a range of the primary key. Those that wait are few; those that were refused stay until they are put away.</summary>
    public Task<List<ScheduledView>> Of(UserId user, CancellationToken ct) => tables.Read(
        ViewJson.Default.ScheduledView, own, ct, Parameter.Of($"{user}:{new string('0', Id.Length)}"), Parameter.Of($"{user}:{new string('Z', Id.Length)}"));

    /// <summary>Those whose time has come, the longest due first.</summary>
    public Task<List<ScheduledView>> Due(DateTimeOffset now, int limit, CancellationToken ct) =>
        tables.Read(ViewJson.Default.ScheduledView, due, ct, Parameter.Of(ScheduledView.DueAt(now.AddMilliseconds(1), "")), Parameter.Of(limit));
}
