using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Inbox;

public sealed class BootTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Boot_shows_workspaces_and_channels_with_what_is_unread()
    {
        var team = await app.NewTeam();
        await team.Ada.Say(team.General, "Hello");
        var last = await team.Ada.Say(team.General, "Bob?");

        var boot = await team.Bob.Get("me/boot", last.Position).Ok();

        Assert.True(boot.Body.Long("position") >= last.Position);
        Assert.Equal([team.Workspace], boot.Body.GetProperty("workspaces").EnumerateArray().Select(static w => w.Text("id")));
        var general = boot.Body.GetProperty("channels").EnumerateArray().Single();
        Assert.Equal((team.General, "General", "public", 5), (general.Text("id"), general.Text("name"), general.Text("kind"), general.Long("version")));
        Assert.Equal((2, 0, 2), (general.Long("lastNumber"), general.Long("lastRead"), general.Long("unread")));
    }

    /// <summary>Old snapshot + pushes = fresh snapshot, whenever the snapshot was taken.</summary>
    [Fact]
    public async Task An_old_snapshot_and_the_pushes_after_it_are_the_fresh_snapshot()
    {
        var team = await app.NewTeam();
        var other = await team.Ada.CreateChannel(team.Workspace, "other");
        await team.Add(team.Bob, other);
        await using var bob = await HubClient.Connect(team.Bob);
        List<Answer> snapshots = [];

        var talk = Talk(team, other);
        while (!talk.IsCompleted) snapshots.Add(await team.Bob.Get("me/boot").Ok());
        var last = await talk;
        await bob.UntilPosition(last);
        var fresh = Snapshot.Of(await team.Bob.Get("me/boot", last).Ok());

        Assert.True(snapshots.Count > 3);
        Assert.All(snapshots.Select(Snapshot.Of), old => Assert.Equal(fresh.ToString(), old.With(bob.Heard, team.Bob.Id).ToString()));
    }

    private static async Task<long> Talk(Team team, string other)
    {
        for (var n = 1; n <= 60; n++)
        {
            var channel = n % 3 == 0 ? other : team.General;
            await (n % 2 == 0 ? team.Bob : team.Ada).Say(channel, $"{n}");
            if (n % 10 == 0) await team.Ada.Patch($"channels/{other}", new { name = $"other {n}" }).Ok();
        }

        await team.Ada.Post($"channels/{other}/archive").Ok();
        return (await team.Ada.Say(team.General, "The end")).Position;
    }

    /// <summary>What a client keeps of its channels, and how a push changes it.</summary>
    private sealed record Snapshot(long Position, SortedDictionary<string, (string Name, bool IsArchived, long Version, long LastNumber, long Unread)> Channels)
    {
        public static Snapshot Of(Answer boot) => new(boot.Body.Long("position"), new(boot.Body.GetProperty("channels").EnumerateArray().ToDictionary(
            static c => c.Text("id"),
            static c => (c.Text("name"), c.GetProperty("isArchived").GetBoolean(), c.Long("version"), c.Long("lastNumber"), c.Long("unread"))), StringComparer.Ordinal));

        public Snapshot With(IEnumerable<Push> pushes, string me)
        {
            foreach (var push in pushes.Where(p => Channels.TryGetValue(p.ChannelId, out var at) && p.Version > at.Version))
            {
                var channel = Channels[push.ChannelId] with { Version = push.Version };
                Channels[push.ChannelId] = push.Type switch
                {
                    "message.sent" => channel with { LastNumber = push.Data.Long("number"), Unread = channel.Unread + (push.Actor == me ? 0 : 1) },
                    "channel.renamed" => channel with { Name = push.Data.GetProperty("name").GetString()! },
                    "channel.archived" => channel with { IsArchived = true },
                    _ => channel,
                };
            }

            return this;
        }

        public override string ToString() => JsonSerializer.Serialize(Channels.Select(static c => $"{c}"));
    }
}
