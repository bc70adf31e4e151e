using EventChat.Acceptance.Support;
using Xunit.Abstractions;

namespace EventChat.Acceptance.Faults;

/// <summary>Three servers over one database behind HAProxy, of which one dies while people talk.</summary>
public sealed class BalancedNodesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Whoever_was_at_the_node_that_dies_goes_on_at_the_others()
    {
        using var folder = new DataFolder();
        await using var database = await TestDatabase.Create();
        await using var dying = await Node();
        await using var second = await Node();
        await using var third = await Node();
        await using var balancer = await HaProxy.Start([.. new[] { dying, second, third }.Select(static n => n.Http.BaseAddress!)]);
        var team = await Team.Gather(second);
        await using var crowd = await Followers.Gather(team, balancer.Address, size: 12, channels: 3);

        crowd.Talk(senders: 6);
        await Task.Delay(TimeSpan.FromSeconds(3));
        await dying.Kill();
        await Task.Delay(TimeSpan.FromSeconds(3));
        var (acknowledged, told) = await crowd.Agree(team.Bob.At(third));

        output.WriteLine($"{acknowledged} messages acknowledged, {told} events told to 12 clients");
        var moved = crowd.All.Count(static f => f.Told.OfType<EventChat.Client.StateChanged>().Count() > 1);
        Assert.InRange(moved, 1, 11);
        Assert.True(acknowledged > 30);

        Task<ServerProcess> Node() => ServerProcess.Start(folder, database);
    }
}
