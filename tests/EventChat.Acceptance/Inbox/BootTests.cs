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

    [Fact]
    public async Task A_boot_from_where_the_connection_stands_leaves_no_gap()
    {
        var team = await app.NewTeam();
        for (var n = 1; n <= 10; n++)
        {
            var joined = await team.Add(team.Bob, await team.Ada.CreateChannel(team.Workspace, $"room {n}"));
            await using var bob = await HubClient.Connect(team.Bob);
            var from = await bob.Heartbeat();

            var boot = await team.Bob.Get("me/boot", from).Ok();

            Assert.True(from > 0 && boot.Body.Long("position") >= from);
            Assert.True(
                boot.Body.GetProperty("channels").GetArrayLength() == n + 1 || bob.Heard.Any(push => push.Position == joined.Position) || joined.Position > from,
                "The channel is in neither the boot nor what was pushed.");
        }
    }

    /// <summary>Old snapshot + pushes = fresh snapshot, whenever the snapshot was taken and whatever happens.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_old_snapshot_and_the_pushes_after_it_are_the_fresh_snapshot(int seed)
    {
        var team = await app.NewTeam();
        var other = await team.Ada.CreateChannel(team.Workspace, "other");
        var joined = await team.Add(team.Bob, other);
        await team.Group("owls", team.Bob);
        await using var bob = await HubClient.Connect(team.Bob);
        List<Answer> snapshots = [];

        var life = Live(team, other, ["", "", $" @{team.Bob.Username}", " @channel", " @here", " @owls"], new Random(seed));
        while (!life.IsCompleted) snapshots.Add(await team.Bob.Get("me/boot", joined.Position).Ok());

        var last = await life;
        await bob.UntilPosition(last);
        var fresh = ClientState.Of(await team.Bob.Get("me/boot", last).Ok(), team.Bob.Id);

        Assert.True(snapshots.Count > 3);
        Assert.All(snapshots, old => Assert.Equal($"{fresh}", $"{ClientState.Of(old, team.Bob.Id).With(bob.Calls).Asking(fresh)}"));
        Assert.Matches("mentioned in [0-9]", string.Concat(snapshots.Select(old => ClientState.Of(old, team.Bob.Id)).Append(fresh)));
    }

    /// <summary>Both talk, answer, delete, rename, and Bob reads here and there, on another device.</summary>
    private static async Task<long> Live(Team team, string other, string[] calls, Random random)
    {
        var (numbers, roots, devices) = (new Dictionary<string, int> { [team.General] = 0, [other] = 0 }, new HashSet<(string, int)>(), new[] { team.Bob, await team.Bob.SignIn() });
        var (said, gone) = (new List<(string, int)>(), new HashSet<(string, int)>());
        for (var n = 1; n <= 120; n++)
        {
            var channel = random.Next(3) == 0 ? other : team.General;
            var (path, count, speaker) = ($"channels/{channel}", numbers[channel], random.Next(3) == 0 ? team.Bob : team.Ada);
            switch (random.Next(11))
            {
                case 0 when count > 0: await devices[random.Next(2)].Put($"{path}/read", new { number = random.Next(count + 1) }).Ok(); break;
                case 1 when random.Next(4) == 0: await devices[random.Next(2)].Post($"workspaces/{team.Workspace}/read").Ok(204); break;
                case 2 when count > 0 && random.Next(count) + 1 is var number:
                    await team.Ada.Delete($"{path}/messages/{number}").Ok(204);
                    gone.Add((channel, number));
                    break;
                case 3 when random.Next(4) == 0: await team.Ada.Patch($"channels/{other}", new { name = $"other {n}" }).Ok(); break;
                case 4 or 5 when roots.Where(r => r.Item1 == channel).ToList() is { Count: > 0 } here:
                    await speaker.Post($"{path}/messages", new { text = $"{n}{calls[random.Next(calls.Length)]}", threadRoot = here[random.Next(here.Count)].Item2, broadcast = random.Next(3) == 0 }).Ok(201);
                    numbers[channel]++;
                    break;
                case 6 when roots.Where(r => r.Item1 == channel).ToList() is { Count: > 0 } here:
                    await devices[random.Next(2)].Put($"{path}/messages/{here[random.Next(here.Count)].Item2}/thread/read", new { number = random.Next(count + 1) }).Ok();
                    break;
                case 7 when random.Next(2) == 0 && roots.Where(r => r.Item1 == channel).ToList() is { Count: > 0 } here:
                    await team.Bob.Send(random.Next(2) == 0 ? HttpMethod.Put : HttpMethod.Delete, $"{path}/messages/{here[random.Next(here.Count)].Item2}/follow", null).Ok(204);
                    break;
                case 8 when said.Where(s => s.Item1 == channel).ToList() is { Count: > 0 } here && here[random.Next(here.Count)] is var edited:
                    if (!gone.Contains(edited)) await team.Ada.Patch($"{path}/messages/{edited.Item2}", new { text = $"{n}{(random.Next(2) == 0 ? " @channel" : "")}" }).Ok();
                    break;
                default:
                    await speaker.Say(channel, $"{n}{calls[random.Next(calls.Length)]}");
                    if (speaker == team.Ada) said.Add((channel, numbers[channel] + 1));
                    numbers[channel]++;
                    if (random.Next(3) == 0) roots.Add((channel, numbers[channel]));
                    break;
            }
        }

        await team.Ada.Post($"channels/{other}/archive").Ok();
        return (await team.Ada.Say(team.General, "The end")).Position;
    }
}
