using System.Globalization;
using EventChat.Acceptance.Support;
using Xunit.Abstractions;

namespace EventChat.Acceptance.Realtime;

/// <summary>A node dies, and all of its clients come to another at once.</summary>
public sealed class StormTests(ITestOutputHelper output)
{
    private const int Clients = 200, Missed = 50;

    [Fact]
    public async Task All_who_come_back_have_everything_for_one_read_of_the_channel()
    {
        using var folder = new DataFolder();
        await using var database = await TestDatabase.Create();
        await using var first = await ServerProcess.Start(folder, database);
        await using var second = await ServerProcess.Start(folder, database);
        var team = await Team.Gather(first);
        var there = team.At(second);
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => HubClient.Connect(team.Bob)));
        await Task.WhenAll(clients.Select(c => c.Until(static client => client.IsConnected)));
        var before = (await there.Ada.Say(team.General, "The last that the first node pushes")).Position;
        await Task.WhenAll(clients.Select(c => c.UntilPosition(before)));

        await first.Kill();
        for (var n = 0; n < Missed; n++) await there.Ada.Say(team.General, $"{n}");
        var begun = TimeProvider.System.GetTimestamp();
        var back = await Task.WhenAll(clients.Select(async (gone, n) =>
        {
            var client = await HubClient.Connect(there.Bob);
            return (Client: client, Events: ResumeTests.Events(await client.Resume(team.General, gone.In(team.General)[^1].Version - n % 5)), Extra: n % 5);
        }));
        var took = TimeProvider.System.GetElapsedTime(begun);
        var reads = (await there.Ada.Get("/metrics").Ok()).Text.Split('\n').Where(static line => line.StartsWith("eventchat_push_resume_reads", StringComparison.Ordinal))
            .Sum(static line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));

        output.WriteLine($"{Clients} clients came back in {took.TotalSeconds:F2} s with {reads} reads of the log");
        Assert.All(back, b => Assert.Equal(Enumerable.Range(0, Missed).Select(static n => $"{n}"), b.Events.Skip(b.Extra).Select(static e => e.Text)));
        Assert.Equal(1, reads);
        Assert.True(took < TimeSpan.FromSeconds(10), $"It took {took}.");
        foreach (var client in clients.Concat(back.Select(static b => b.Client))) await client.DisposeAsync();
    }
}
