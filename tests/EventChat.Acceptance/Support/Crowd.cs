using EventChat.Client;

namespace EventChat.Acceptance.Support;

/// <summary>Some clients of one person who follow the same channels, and some of whom talk.</summary>
public sealed class Crowd : IAsyncDisposable
{
    private readonly Follower[] followers;
    private readonly string[] channels;
    private readonly CancellationTokenSource over = new();
    private List<Task<List<(string Channel, string Text)>>> talking = [];

    private Crowd(Follower[] followers, string[] channels) => (this.followers, this.channels) = (followers, channels);

    public IReadOnlyList<Follower> Followers => followers;

    /// <param name="server">Where they connect.</param>
    public static async Task<Crowd> Gather(Team team, Uri server, int size, int channels)
    {
        string[] all = [team.General, .. await Task.WhenAll(Enumerable.Range(1, channels - 1).Select(_ => team.Ada.CreateChannel(team.Workspace)))];
        foreach (var channel in all[1..]) await team.Add(team.Bob, channel);
        return new(await Task.WhenAll(Enumerable.Range(0, size).Select(n => Follower.Start(team.Bob, server, packed: n % 2 == 0))), all);
    }

    public void Talk(int senders) => talking = [.. Enumerable.Range(0, senders).Select(n => Talk(followers[n % followers.Length].Client, n))];

    /// <summary>Ends the talk and waits until everybody has heard all of it: what was acknowledged is there once, and each has told the log, no more and no less.</summary>
    /// <returns>How many messages were acknowledged, and how many events told.</returns>
    public async Task<(int Acknowledged, int Told)> Agree(Person reader)
    {
        await over.CancelAsync();
        var acknowledged = (await Task.WhenAll(talking)).SelectMany(static s => s).ToList();
        var told = 0;
        foreach (var channel in channels)
        {
            var log = await reader.ReadEvents(channel);
            var sent = log.Where(static e => e.Type == "message.sent").Select(static e => e.Text).ToList();
            Assert.Equal(sent.Count, sent.Distinct().Count());
            Assert.Superset(acknowledged.Where(a => a.Channel == channel).Select(static a => a.Text).ToHashSet(), sent.ToHashSet());
            foreach (var follower in followers)
            {
                await follower.Until(f => f.Client.Versions[channel] == log[^1].Version, TimeSpan.FromSeconds(60));
                var list = follower.In(channel);
                Assert.Equal(log.Skip((int)list[0].Version - 1).Select(static e => (e.Version, e.Type, e.Text)), list.Select(static e => (e.Version, e.Type, e.Data.Text("text"))));
                told += list.Count;
            }
        }

        Assert.DoesNotContain(followers.SelectMany(static f => f.Told), static t => t is ChannelReset or ChannelClosed);
        return (acknowledged.Count, told);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var follower in followers) await follower.DisposeAsync();
        over.Dispose();
    }

    private async Task<List<(string Channel, string Text)>> Talk(ChatClient client, int sender)
    {
        List<(string, string)> acknowledged = [];
        for (var n = 0; !over.IsCancellationRequested; n++)
        {
            var (channel, text) = (channels[n % channels.Length], $"{sender}: {n}");
            await client.Send(channel, text);
            acknowledged.Add((channel, text));
        }

        return acknowledged;
    }
}
