using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace EventChat.Client;

/// <summary>The channels that are followed, and how what is missing of them is got: resumed over the hub, or read page by page. One thing at a time.</summary>
internal sealed class Following(HubConnection hub, RestCalls rest, Func<ChatUpdate, Task> tell) : IDisposable
{
    /// <summary>Of channels in one call; the server takes 5,000.</summary>
    private const int MostCursors = 2_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly SemaphoreSlim turn = new(1);
    private readonly Dictionary<string, ChannelSequence> channels = [];
    private readonly Dictionary<string, List<ChatEvent>> early = [];
    private string? epoch;

    public IReadOnlyDictionary<string, long> Versions { get { lock (channels) return channels.ToDictionary(static c => c.Key, static c => c.Value.Version); } }

    public async Task<TimeSpan> Beat(CancellationToken ct) => Spread(await hub.InvokeAsync<JsonElement>("Heartbeat", ct));

    /// <summary>The first time from a snapshot, and later from what is known.</summary>
    /// <returns>After how long to come back, should the connection be lost.</returns>
    public async Task<TimeSpan> Synchronize(CancellationToken ct)
    {
        var beat = await hub.InvokeAsync<JsonElement>("Heartbeat", ct);
        await InTurn(async () =>
        {
            if (epoch is null) await Boot(beat.GetProperty("position").GetInt64(), [], ct);
            else await Resume([.. channels.Keys], ct);
        }, ct);
        return Spread(beat);
    }

    public Task Pushed(JsonElement pushed, CancellationToken ct) => InTurn(async () =>
    {
        var e = Event(pushed);
        if (!channels.TryGetValue(e.ChannelId, out var channel))
        {
            if (epoch is null) Early(e);
            else if (e.Type is "channel.member-joined" or "channel.created") await Open(e);
            else await Resume([], ct);
            return;
        }

        await Take(channel, e);
        if (channel.HasGap) await Resume([e.ChannelId], ct);
    }, ct);

    /// <summary>The server has dropped what this client was too slow for; the log has it still. It may be the very news that the person is in the channel.</summary>
    public Task Dropped(string channel, CancellationToken ct) => InTurn(() => epoch is null ? Task.CompletedTask : Resume(channels.ContainsKey(channel) ? [channel] : [], ct), ct);

    public void Dispose() => turn.Dispose();

    /// <summary>What is missing of these, and whatever channel the person is in that is not known yet.</summary>
    private async Task Resume(List<string> names, CancellationToken ct)
    {
        for (var from = 0; from == 0 || from < names.Count; from += MostCursors)
        {
            List<string> anew = [];
            var cursors = names.Skip(from).Take(MostCursors).ToDictionary(static n => n, n => (object)CursorOf(channels[n]));
            cursors["epoch"] = epoch!;
            var answer = await hub.InvokeAsync<JsonElement>("Resume", JsonSerializer.SerializeToElement(cursors, Json), ct);
            foreach (var told in answer.GetProperty("channels").EnumerateArray())
                if (!await Caught(told, ct)) anew.Add(told.GetProperty("channelId").GetString()!);
            var isOther = answer.GetProperty("epoch").GetString() != epoch;
            if (isOther) anew = [.. channels.Keys];
            if (answer.GetProperty("others").EnumerateArray().Any(o => !channels.ContainsKey(o.GetString()!)) || anew.Count > 0)
                await Boot(answer.GetProperty("position").GetInt64(), anew, ct);
            if (isOther) return;
        }
    }

    /// <returns>False where the channel has to be begun anew.</returns>
    private async Task<bool> Caught(JsonElement told, CancellationToken ct)
    {
        var name = told.GetProperty("channelId").GetString()!;
        if (told.TryGetProperty("reset", out _)) return false;
        if (told.TryGetProperty("gone", out _))
        {
            lock (channels) channels.Remove(name);
            await tell(new ChannelClosed(name));
        }
        else if (told.TryGetProperty("more", out _))
        {
            return await ReadOn(name, ct);
        }
        else
        {
            foreach (var e in told.GetProperty("events").EnumerateArray()) await Take(channels[name], Event(e));
        }

        return true;
    }

    private async Task<bool> ReadOn(string name, CancellationToken ct)
    {
        for (var next = channels[name].Version.ToString(CultureInfo.InvariantCulture); next is not null;)
        {
            var page = await rest.Get($"channels/{name}/events?limit=200&after={next}&epoch={epoch}", null, ct);
            if (page.TryGetProperty("reset", out _)) return false;
            foreach (var e in page.GetProperty("items").EnumerateArray()) await Take(channels[name], Event(e));
            next = page.GetProperty("next").GetString();
        }

        return true;
    }

    /// <summary>Channels that are not known yet begin where the snapshot ends; of the others only those that have to begin anew do.</summary>
    private async Task Boot(long position, List<string> anew, CancellationToken ct)
    {
        var boot = await rest.Get("me/boot?hidden=true", position, ct);
        epoch = boot.GetProperty("epoch").GetString();
        foreach (var channel in boot.GetProperty("channels").EnumerateArray())
        {
            var (name, version) = (channel.GetProperty("id").GetString()!, channel.GetProperty("version").GetInt64());
            var isAnew = anew.Contains(name);
            if (!isAnew && channels.ContainsKey(name)) continue;
            lock (channels) channels[name] = new(version);
            await tell(isAnew ? new ChannelReset(name, version) : new ChannelOpened(name, version));
            if (!early.Remove(name, out var pushed)) continue;
            foreach (var e in pushed) await Take(channels[name], e);
        }

        foreach (var e in early.SelectMany(static e => e.Value).Where(static e => e.Type == "channel.member-joined").ToList()) await Open(e);
        early.Clear();
    }

    /// <summary>Pushed of a channel that was not known: the person has just come into it.</summary>
    private async Task Open(ChatEvent e)
    {
        if (channels.ContainsKey(e.ChannelId)) return;
        lock (channels) channels[e.ChannelId] = new(e.Version - 1);
        await tell(new ChannelOpened(e.ChannelId, e.Version - 1));
        await Take(channels[e.ChannelId], e);
        if (early.Remove(e.ChannelId, out var pushed))
            foreach (var later in pushed) await Take(channels[e.ChannelId], later);
    }

    private async Task Take(ChannelSequence channel, ChatEvent e)
    {
        IReadOnlyList<ChatEvent> next;
        lock (channels) next = channel.Take(e);
        foreach (var taken in next) await tell(new EventHappened(taken));
    }

    private void Early(ChatEvent e)
    {
        if (!early.TryGetValue(e.ChannelId, out var events)) early.Add(e.ChannelId, events = []);
        events.Add(e);
    }

    private static Cursor CursorOf(ChannelSequence channel) =>
        new(channel.Version, channel.At?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    private static ChatEvent Event(JsonElement json) => json.Deserialize<ChatEvent>(Json)!;

    private static TimeSpan Spread(JsonElement beat) => TimeSpan.FromMilliseconds(beat.GetProperty("reconnectAfter").GetInt32());

    private async Task InTurn(Func<Task> work, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try { await work(); }
        finally { turn.Release(); }
    }

    private sealed record Cursor(long Version, string? At);
}
