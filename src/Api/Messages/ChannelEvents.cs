using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization;
using EventChat.Api.Http;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Serialization;
using EventChat.Events.Store;

namespace EventChat.Api.Messages;

/// <summary>A channel's stream as its members may see it: dense, and without the words of what was deleted.</summary>
internal static class ChannelEvents
{
    public static async Task<IResult> Read(
        ChannelId channelId, ClaimsPrincipal user, Callers callers, IEventStore store, CommandHandler commands, CancellationToken ct,
        int? limit = null, string? after = null, string? epoch = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        var from = 0L;
        if (after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out from)) return Problem.Of(new CursorInvalid("after"));
        if (await callers.Reader(channelId, user, ct) is null) return Problem.Of(new ChannelNotFound(channelId));

        var size = limit ?? Paging.DefaultLimit;
        var (page, more) = Paging.Cut(await store.ReadStream(StreamName.For(channelId), from, ct).Take(size + 1).ToListAsync(ct), size);
        if (epoch is not null && epoch != store.Epoch || page.Count == 0 && from > 0 && await store.ReadVersion(StreamName.For(channelId), ct) < from)
            return Sized.Ok(new ChannelEventsResource([], null, store.Epoch, Reset: true), ApiJson.Default.ChannelEventsResource);

        var deleted = await Deleted(channelId, page, commands, ct);
        return Sized.Ok(
            new ChannelEventsResource([.. page.Select(e => Show(channelId, e, deleted))], more ? $"{page[^1].Version}" : null, store.Epoch), ApiJson.Default.ChannelEventsResource);
    }

    private static ChannelEventResource Show(ChannelId channel, RecordedEvent e, HashSet<int> deleted) => new(
        e.Position.Value, channel, e.Version, EventTypes.PublicName(e.Type), e.RecordedAt, e.Actor,
        JsonElement.Parse(DeletedWords.MessageOf(e) is { } number && deleted.Contains(number) ? DeletedWords.Without(e) : e.PublicData.Span));

    private static Task<HashSet<int>> Deleted(ChannelId channel, List<RecordedEvent> page, CommandHandler commands, CancellationToken ct)
    {
        HashSet<int> numbers = [.. page.Select(DeletedWords.MessageOf).OfType<int>()];
        return commands.Ask<Channel, HashSet<int>>(
            StreamName.For(channel), (state, _) => [.. numbers.Where(number => state.Find(number) is { IsDeleted: true })], ct);
    }
}

/// <param name="Next">The version to go on after; null at the end.</param>
/// <param name="Epoch">Names the history of the log that the versions are of.</param>
/// <param name="Reset">The epoch that was asked for is another one, or the channel never had the version: what you have is worth nothing, begin anew.</param>
public sealed record ChannelEventsResource(
    IReadOnlyList<ChannelEventResource> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next, string Epoch, bool? Reset = null);

/// <summary>An event as the hub pushes it; the text of a message that was deleted since is empty.</summary>
public sealed record ChannelEventResource(
    long Position, ChannelId ChannelId, long Version, string Type, DateTimeOffset At, UserId Actor, JsonElement Data);
