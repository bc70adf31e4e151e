namespace EventChat.Bench.App;

/// <summary>Somebody who is in a thousand channels and has something unread in each.</summary>
internal static class Regular
{
    public const int ChannelCount = 1_000;

    public static async Task<Account> Settle(Community community, ApiClient api, Action<int> progress, CancellationToken ct)
    {
        var (owner, person, made) = (community.Members[0].Token, community.Members[^2], 0);
        var workspace = await api.Post("workspaces", new("Everywhere", "everywhere"), SettlerJson.Default.NewWorkspace, SettlerJson.Default.Made, owner, ct);
        await api.Put($"workspaces/{workspace.Id}/members/{person.Id}", new("member"), SettlerJson.Default.NewMember, owner, ct);
        await Parallel.ForEachAsync(Enumerable.Range(0, ChannelCount), ct, async (index, stop) =>
        {
            var channel = await api.Post($"workspaces/{workspace.Id}/channels", new($"everywhere-{index}", "public"),
                SettlerJson.Default.NewChannel, SettlerJson.Default.Made, owner, stop);
            await api.Put($"channels/{channel.Id}/members/{person.Id}", new(), SettlerJson.Default.Nothing, owner, stop);
            for (var message = 0; message < 1 + index % 5; message++) await api.Say($"Message {message} of {index}", channel.Id, owner, stop);
            progress(Interlocked.Increment(ref made));
        });
        return person;
    }
}
