using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
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
        int? limit = null, string? after = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        var from = 0L;
        if (after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out from)) return Problem.Of(new CursorInvalid("after"));
        if (await callers.Reader(channelId, user, ct) is null) return Problem.Of(new ChannelNotFound(channelId));

        var size = limit ?? Paging.DefaultLimit;
        var (page, more) = Paging.Cut(await store.ReadStream(StreamName.For(channelId), from, ct).Take(size + 1).ToListAsync(ct), size);
        var deleted = await Deleted(channelId, page, commands, ct);
        return Sized.Ok(
            new ChannelEventsResource([.. page.Select(e => Show(channelId, e, deleted))], more ? $"{page[^1].Version}" : null), ApiJson.Default.ChannelEventsResource);
    }

    private static ChannelEventResource Show(ChannelId channel, RecordedEvent e, HashSet<int> deleted) => new(
        e.Position.Value, channel, e.Version, EventTypes.PublicName(e.Type), e.RecordedAt, e.Actor,
        Words(e) is { } number && deleted.Contains(number) ? WithoutWords(e) : JsonElement.Parse(e.PublicData.Span));

    private static Task<HashSet<int>> Deleted(ChannelId channel, List<RecordedEvent> page, CommandHandler commands, CancellationToken ct)
    {
        HashSet<int> numbers = [.. page.Select(Words).OfType<int>()];
        return commands.Ask<Channel, HashSet<int>>(
            StreamName.For(channel), (state, _) => [.. numbers.Where(number => state.Find(number) is { IsDeleted: true })], ct);
    }

    /// <summary>Number of the message whose words the event holds.</summary>
    private static int? Words(RecordedEvent e) => e.Readable switch
    {
        MessageSent sent => sent.Number,
        MessageEdited edited => edited.Number,
        MessagePreviewAdded preview => preview.Number,
        _ => null,
    };

    private static JsonElement WithoutWords(RecordedEvent e)
    {
        var data = JsonNode.Parse(e.PublicData.Span)!.AsObject();
        foreach (var words in (string[])["text", "url", "title"])
            if (data.ContainsKey(words)) data[words] = "";
        foreach (var more in (string[])["entities", "forwarded", "description", "siteName", "image"]) data.Remove(more);
        return JsonElement.Parse(data.ToJsonString());
    }
}

/// <param name="Next">The version to go on after; null at the end.</param>
public sealed record ChannelEventsResource(IReadOnlyList<ChannelEventResource> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <summary>An event as the hub pushes it; the text of a message that was deleted since is empty.</summary>
public sealed record ChannelEventResource(
    long Position, ChannelId ChannelId, long Version, string Type, DateTimeOffset At, UserId Actor, JsonElement Data);
