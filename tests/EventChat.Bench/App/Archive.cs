namespace EventChat.Bench.App;

/// <summary>A workspace with much in it, of whose channels a guest may read every other one.</summary>
internal sealed record Archive(string Workspace, IReadOnlyList<string> Channels, IReadOnlyList<Account> Talkers, Account Guest)
{
    private const int ChannelCount = 50, TalkerCount = 16;

    public static async Task<Archive> Open(Community community, ApiClient api, CancellationToken ct)
    {
        var (owner, talkers, guest) = (community.Members[0].Token, community.Members.Take(TalkerCount).ToList(), community.Members[^1]);
        var workspace = await api.Post("workspaces", new("Archive", "archive"), SettlerJson.Default.NewWorkspace, SettlerJson.Default.Made, owner, ct);
        foreach (var member in talkers.Skip(1))
            await api.Put($"workspaces/{workspace.Id}/members/{member.Id}", new("member"), SettlerJson.Default.NewMember, owner, ct);
        await api.Put($"workspaces/{workspace.Id}/members/{guest.Id}", new("guest"), SettlerJson.Default.NewMember, owner, ct);

        List<string> channels = [];
        for (var index = 0; index < ChannelCount; index++)
        {
            var channel = await api.Post($"workspaces/{workspace.Id}/channels", new($"archive-{index}", "public"),
                SettlerJson.Default.NewChannel, SettlerJson.Default.Made, owner, ct);
            IEnumerable<Account> joining = index % 2 == 0 ? talkers.Skip(1).Append(guest) : talkers.Skip(1);
            await Parallel.ForEachAsync(joining, ct, async (member, stop) =>
                await api.Put($"channels/{channel.Id}/members/{member.Id}", new(), SettlerJson.Default.Nothing, owner, stop));
            channels.Add(channel.Id);
        }

        return new(workspace.Id, channels, talkers, guest);
    }
}
