using System.Text.Json;
using EventChat.Events;
using Microsoft.AspNetCore.SignalR;

namespace EventChat.Realtime.Resume;

/// <summary>What a client says it has of a channel.</summary>
/// <param name="Version">Of the last event that it has; 0 for none.</param>
/// <param name="At">The time of that event as it was told, where the client says it: so that a history that only looks the same shows.</param>
internal sealed record Cursor(ChannelId Channel, long Version, string? At);

/// <param name="Epoch">Of the history that the versions are of; null where the client does not say.</param>
internal sealed record Cursors(string? Epoch, IReadOnlyList<Cursor> Channels)
{
    /// <summary>Of channels in one call; somebody who is in more calls again.</summary>
    public const int Most = 5_000;

    private const string EpochName = "epoch";

    /// <param name="json"><c>{channelId: version, …}</c>, a version also as <c>{version, at}</c>, and <c>epoch</c> beside them.</param>
    /// <exception cref="HubException">It has another shape, or too much in it.</exception>
    public static Cursors Parse(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) throw Invalid("Cursors are an object of channel ids and versions");
        string? epoch = null;
        Dictionary<ChannelId, Cursor> channels = [];
        foreach (var (name, value) in json.EnumerateObject().Select(static p => (p.Name, p.Value)))
        {
            if (name == EpochName) epoch = value.ValueKind == JsonValueKind.String ? value.GetString() : throw Invalid("The epoch is text");
            else if (!Id.TryParse<ChannelId>(name, out var channel)) throw Invalid("A name in the cursors is no channel id");
            else channels[channel] = Of(channel, value);
            if (channels.Count > Most) throw new HubException($"resume.too-many: At most {Most} channels are resumed in one call; call again for the others.");
        }

        return new(epoch, [.. channels.Values]);
    }

    private static Cursor Of(ChannelId channel, JsonElement value)
    {
        var (version, at) = value.ValueKind == JsonValueKind.Object
            ? (value.TryGetProperty("version", out var v) ? v : default, value.TryGetProperty("at", out var a) && a.ValueKind == JsonValueKind.String ? a.GetString() : null)
            : (value, null);
        return version.ValueKind == JsonValueKind.Number && version.TryGetInt64(out var number) && number >= 0
            ? new(channel, number, at)
            : throw Invalid("A version is a whole number from 0 on");
    }

    private static HubException Invalid(string why) => new($"resume.invalid: {why}.");
}
