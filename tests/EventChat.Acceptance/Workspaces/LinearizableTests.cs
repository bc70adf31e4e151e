using EventChat.Acceptance.Support;
using Xunit.Abstractions;

namespace EventChat.Acceptance.Workspaces;

/// <summary>Two processes over one database: what one has answered holds on the other, whenever it is asked.</summary>
public sealed class LinearizableTests(ITestOutputHelper output)
{
    private const int Lanes = 8, Removals = 2_000;

    [Fact]
    public async Task Once_a_removal_is_answered_no_other_server_shows_or_tells_anything()
    {
        using var folder = new DataFolder();
        await using var database = await TestDatabase.Create();
        await using var first = await ServerProcess.Start(folder, database);
        await using var second = await ServerProcess.Start(folder, database);
        var team = await Team.Gather(first);
        var lanes = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(n => Open(team, n, first, second)));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));

        var begun = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(lanes.Select(lane => lane.Run(() => patience.IsCancellationRequested || lanes.Sum(static l => l.Removals) >= Removals, patience.Token)));

        var (removals, reads) = (lanes.Sum(static l => l.Removals), lanes.Sum(static l => l.Reads));
        output.WriteLine($"{removals} removals and {reads} reads in the loop meanwhile, in {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0} s");
        Assert.Empty(lanes.SelectMany(static l => l.Leaks));
        Assert.True(removals >= Removals, $"Only {removals} removals in five minutes.");
        Assert.True(reads > removals / 10, $"Only {reads} reads fell between a removal and its end.");
    }

    /// <summary>A new person with a private channel of their own, who listens on the second server.</summary>
    private static async Task<Lane> Open(Team team, int n, ServerProcess first, ServerProcess second)
    {
        var person = await Person.Register(first, $"Lane{n}");
        await team.Hire(person, "member");
        var cellar = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await team.Ada.Say(cellar, "Hello");
        await team.Add(person, cellar);
        var there = person.At(second);
        return new(team, there, cellar, team.General, await HubClient.Connect(there), loops: n % 2 == 0);
    }
}
