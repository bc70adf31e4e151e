using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Presence;

/// <summary>A server that is killed says goodbye to nobody: its word for those who were connected to it runs out.</summary>
public sealed class KilledNodeTests
{
    private const double GoneSeconds = 6;

    /// <summary>What others ask and are told takes a moment, on a machine that has other things to do as well.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(GoneSeconds + 3);

    [Fact]
    public async Task Its_people_are_offline_for_those_at_the_other_in_the_promised_time_unless_they_came_back()
    {
        using var folder = new DataFolder();
        await using var database = await TestDatabase.Create();
        await using var redis = await RedisProcess.Start();
        await using var staying = await Node();
        await using var dying = await Node();
        var here = await Team.Gather(staying);
        await here.Hire(here.Mallory, "member");
        var there = here.At(dying);
        await using var ada = await HubClient.Connect(here.Ada);
        await ada.Look(here.Bob.Id, here.Mallory.Id);
        await using var bob = await HubClient.Connect(there.Bob);
        await using var mallory = await HubClient.Connect(there.Mallory);
        foreach (var person in (Person[])[here.Bob, here.Mallory]) await ada.UntilSaw(person, "offline", "online");

        await bob.Heartbeat();
        await dying.Kill();
        var begun = TimeProvider.System.GetTimestamp();
        await using var back = await HubClient.Connect(here.Mallory);
        while (!ada.Saw(here.Bob).SequenceEqual(["offline", "online", "offline"]))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Promised, $"Bob was seen {string.Join(", ", ada.Saw(here.Bob))}.");
            await Task.Delay(100);
            await back.Heartbeat();
        }

        // She was connected to it as well, and has come back to the other.
        Assert.Equal(["offline", "online"], ada.Saw(here.Mallory));

        Task<ServerProcess> Node() => ServerProcess.Start(folder, database, "--Redis:ConnectionString", redis.ConnectionString, "--Presence:GoneSeconds", $"{GoneSeconds}");
    }
}
