using EventChat.Client;

namespace EventChat.Testing;

/// <summary>Some clients of one person who follow the same channels, and some of whom talk.</summary>
public sealed class Followers : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly IReadOnlyList<string> channels;
    private readonly CancellationTokenSource over = new();
    private List<Task<List<(string Channel, string Text)>>> talking = [];

    private Followers(Follower[] all, IReadOnlyList<string> channels) => (All, this.channels) = (all, channels);

    public IReadOnlyList<Follower> All { get; }

    /// <param name="server">Where they connect, half of them with JSON and half with MessagePack.</param>
    /// <param name="channels">In which the person is.</param>
    public static async Task<Followers> Gather(Uri server, Func<Task<string?>> token, int size, IReadOnlyList<string> channels) =>
        new(await Task.WhenAll(Enumerable.Range(0, size).Select(n => Follower.Start(new() { Server = server, AccessToken = token, Packed = n % 2 == 0 }))), channels);

    public void Talk(int senders) => talking = [.. Enumerable.Range(0, senders).Select(n => Talk(All[n % All.Count].Client, n))];

    /// <summary>Ends the talk and waits until everybody has heard all of it: what was acknowledged is there once, and each has told the log, no more and no less.</summary>
    /// <param name="log">All events of a channel, as the server has them.</param>
    /// <returns>How many messages were acknowledged, and how many events told.</returns>
    /// <exception cref="DisagreementException">It is not so.</exception>
    public async Task<(int Acknowledged, int Told)> Agree(Func<string, Task<IReadOnlyList<ChatEvent>>> log)
    {
        await over.CancelAsync();
        var acknowledged = (await Task.WhenAll(talking)).SelectMany(static s => s).ToList();
        var told = 0;
        foreach (var channel in channels)
        {
            var events = await log(channel);
            var sent = events.Where(static e => e.Type == "message.sent").Select(Text).ToHashSet();
            if (sent.Count != events.Count(static e => e.Type == "message.sent")) throw new DisagreementException($"A message is twice in {channel}.");
            if (acknowledged.FirstOrDefault(a => a.Channel == channel && !sent.Contains(a.Text)) is { Text: { } lost }) throw new DisagreementException($"{lost} was acknowledged and is not in {channel}.");
            foreach (var follower in All) told += await Compare(follower, channel, events);
        }

        return All.SelectMany(static f => f.Told).FirstOrDefault(static t => t is ChannelReset or ChannelClosed) is { } wrong
            ? throw new DisagreementException($"A client was told {wrong}.")
            : (acknowledged.Count, told);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var follower in All) await follower.DisposeAsync();
        over.Dispose();
    }

    /// <returns>How many events the client told of the channel: those of the log, from where it began.</returns>
    private static async Task<int> Compare(Follower follower, string channel, IReadOnlyList<ChatEvent> log)
    {
        await follower.Until(f => f.Client.Versions[channel] == log[^1].Version, Patience);
        var list = follower.In(channel);
        var expected = log.Skip((int)list[0].Version - 1).Select(static e => (e.Version, e.Type, Text(e)));
        return list.Select(static e => (e.Version, e.Type, Text(e))).SequenceEqual(expected)
            ? list.Count
            : throw new DisagreementException($"Of {channel} a client told {list.Count} events from version {list[0].Version} on, which are not those of the log up to {log[^1].Version}.");
    }

    private async Task<List<(string Channel, string Text)>> Talk(ChatClient client, int sender)
    {
        List<(string, string)> acknowledged = [];
        for (var n = 0; !over.IsCancellationRequested; n++)
        {
            var (channel, text) = (channels[n % channels.Count], $"{sender}: {n}");
            await client.Send(channel, text);
            acknowledged.Add((channel, text));
        }

        return acknowledged;
    }

    private static string? Text(ChatEvent e) => e.Data.TryGetProperty("text", out var text) ? text.GetString() : null;
}

/// <summary>What clients have is not what the log has.</summary>
public sealed class DisagreementException(string why) : Exception(why);
