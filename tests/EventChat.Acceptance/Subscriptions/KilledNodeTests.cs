using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Subscriptions;

/// <summary>Two nodes over one database, of which the one that posts is killed in the middle, again and again.</summary>
public sealed class KilledNodeTests
{
    [Fact]
    public async Task Whoever_posts_is_killed_and_every_event_arrives_in_the_order_of_its_channel()
    {
        await using var database = await TestDatabase.Create();
        using var folder = new DataFolder();
        string[] settings = ["--Webhooks:AllowedRanges", "127.0.0.0/8", "--Webhooks:FirstPauseSeconds", "0.05", "--Webhooks:LongestPauseSeconds", "0.5"];
        List<ServerProcess> nodes = [await ServerProcess.Start(folder, database, settings), await ServerProcess.Start(folder, database, settings)];
        var team = await Team.Gather(nodes[1]);
        await using var receiver = await Receiver.Open();
        var tea = await team.Ada.CreateChannel(team.Workspace);
        var (robot, _) = await team.Bot();
        var (id, _) = await team.Ada.Subscribe(robot, receiver, eventTypes: ["message.sent"]);
        var (requests, said) = (0, 0);
        receiver.Answer = (_, _) => Task.FromResult(Interlocked.Increment(ref requests) % 7 == 0 ? 500 : 204);
        try
        {
            // The one that has run longest is the one that posts.
            for (var round = 0; round < 3; round++)
            {
                for (var n = 0; n < 40; n++) await team.Ada.Say(n % 2 == 0 ? team.General : tea, $"{said++}");
                await nodes[0].Kill();
                await nodes[0].DisposeAsync();
                nodes = [nodes[1], await ServerProcess.Start(folder, database, settings)];
                team = team.At(nodes[1]);
            }

            await receiver.Until(p => p.Select(static e => e.Id).Distinct().Count() == said, $"all {said}");
            await team.Ada.Until(id, static s => s.Body.GetProperty("behind").GetArrayLength() == 0);
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }

        foreach (var channel in (string[])[team.General, tea])
            Assert.Equal(
                Enumerable.Range(0, said).Where(n => n % 2 == (channel == tea ? 1 : 0)).Select(static n => $"{n}"),
                receiver.Taken.Where(p => p.Channel == channel).DistinctBy(static p => p.Id).Select(static p => p.Data.Text("text")));
    }
}
