using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Timeline;

namespace EventChat.Projections.Mentions;

/// <summary>What an event makes of the mentions of its message; pure.</summary>
public static class MentionFold
{
    /// <returns>Id of the message that the event concerns; null for an event that changes no mention.</returns>
    public static string? Concerns(RecordedEvent recorded) => recorded.Event switch
    {
        MessageSent { Entities: { } entities } e when entities.Any(static x => MentionTarget.Of(x) is not null) => Of(recorded, e.Number),
        MessageEdited e => Of(recorded, e.Number),
        MessageDeleted e => Of(recorded, e.Number),
        _ => null,
    };

    /// <param name="rows">Of the message before.</param>
    /// <returns>Of the message after, a row for each target.</returns>
    public static IReadOnlyList<MentionView> Evolve(IReadOnlyList<MentionView> rows, RecordedEvent recorded) => recorded.Event switch
    {
        MessageSent e => Rows([], recorded, e.Number, e.ThreadRoot, e.Broadcast, e.SentAt ?? recorded.RecordedAt, e.Entities),
        MessageEdited e => Rows(rows, recorded, e.Number, e.ThreadRoot, e.Broadcast, recorded.RecordedAt, e.Entities),
        MessageDeleted => [],
        _ => rows,
    };

    private static IReadOnlyList<MentionView> Rows(
        IReadOnlyList<MentionView> before, RecordedEvent recorded, int number, int? root, bool? isShown, DateTimeOffset at, TextEntities? entities)
    {
        if (entities is null) return [];
        var channel = recorded.Stream.Id<ChannelId>();
        return [.. entities.Where(static e => MentionTarget.Of(e) is not null).DistinctBy(MentionTarget.Of).Select(e => Row(e, MentionTarget.Of(e)!))];

        MentionView Row(TextEntity entity, string target)
        {
            var id = $"{TimelineMessage.IdOf(channel, number)}:{target}";
            if (before.FirstOrDefault(row => row.Id == id) is { } known) return known;
            var feed = target is MentionTarget.Everyone or MentionTarget.Here ? MentionTarget.In(channel, target) : target;
            return new(
                id, $"{target}:{channel}:{number:D10}", $"{feed}:{recorded.Position.Value:D19}", channel, number, root, recorded.Actor, entity.Kind,
                recorded.Position.Value, at, entity.UserId, entity.GroupId, isShown == true ? true : null);
        }
    }

    private static string Of(RecordedEvent recorded, int number) => TimelineMessage.IdOf(recorded.Stream.Id<ChannelId>(), number);
}
