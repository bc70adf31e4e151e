using EventChat.Events;

namespace EventChat.Projections.Timeline;

/// <summary>Pages of a channel and of a thread. A page is a range of the primary key, whatever else the table holds.</summary>
public sealed class TimelineQueries(ViewTables tables)
{
    private readonly string newest = $"select data from {tables.Timeline} where id > $1 and id < $2 order by id desc limit $3";
    private readonly string oldest = $"select data from {tables.Timeline} where id > $1 and id < $2 order by id limit $3";
    private readonly string some = $"select data from {tables.Timeline} where id = any($1)";
    private readonly string thread = $"select data from {tables.Timeline} where data ->> 'threadKey' = $1 and id > $2 order by id limit $3";

    private readonly string latestReply =
        $"select data from {tables.Timeline} where data ->> 'threadKey' = $1 and data ->> 'deletedAt' is null order by id desc limit 1";

    public async Task<TimelineMessage?> Find(ChannelId channel, int number, CancellationToken ct) =>
        (await After(channel, number - 1, 1, ct)).FirstOrDefault(m => m.Number == number);

    /// <summary>Those of these numbers that there are, in no order.</summary>
    public Task<List<TimelineMessage>> Find(ChannelId channel, IReadOnlyCollection<int> numbers, CancellationToken ct) =>
        Find([.. numbers.Select(number => (channel, number))], ct);

    /// <summary>Those that there are, of any channels, in no order.</summary>
    public async Task<List<TimelineMessage>> Find(IReadOnlyCollection<(ChannelId Channel, int Number)> messages, CancellationToken ct) => messages.Count == 0
        ? []
        : await tables.Read(
            ViewJson.Default.TimelineMessage, some, ct, Parameter.Of(messages.Select(static m => TimelineMessage.IdOf(m.Channel, m.Number)).ToArray()));

    /// <summary>Messages before a number, newest first.</summary>
    public Task<List<TimelineMessage>> Before(ChannelId channel, int number, int limit, CancellationToken ct) =>
        Range(newest, channel, 0, number, limit, ct);

    /// <summary>Messages after a number, oldest first.</summary>
    public Task<List<TimelineMessage>> After(ChannelId channel, int number, int limit, CancellationToken ct) =>
        Range(oldest, channel, number, int.MaxValue, limit, ct);

    /// <summary>Replies of a thread after a number, oldest first.</summary>
    public Task<List<TimelineMessage>> Replies(ChannelId channel, int root, int after, int limit, CancellationToken ct) => tables.Read(
        ViewJson.Default.TimelineMessage, thread, ct,
        Parameter.Of(TimelineMessage.IdOf(channel, root)), Parameter.Of(TimelineMessage.IdOf(channel, after)), Parameter.Of(limit));

    /// <summary>The message with the time of its thread's latest reply, also where all that the thread remembers were deleted.</summary>
    public async ValueTask<TimelineMessage> WithLatestReply(TimelineMessage message, CancellationToken ct)
    {
        if (message.Thread is not { ReplyCount: > 0, Recent: [] } thread) return message;
        var found = await tables.Read(ViewJson.Default.TimelineMessage, latestReply, ct, Parameter.Of(TimelineMessage.IdOf(message.ChannelId, message.Number)));
        return found is [var reply] ? message with { Thread = thread with { Recent = [new(reply.Number, reply.Author, reply.SentAt)] } } : message;
    }

    private Task<List<TimelineMessage>> Range(string sql, ChannelId channel, int above, int below, int limit, CancellationToken ct) => tables.Read(
        ViewJson.Default.TimelineMessage, sql, ct,
        Parameter.Of(TimelineMessage.IdOf(channel, above)), Parameter.Of(TimelineMessage.IdOf(channel, below)), Parameter.Of(limit));
}
