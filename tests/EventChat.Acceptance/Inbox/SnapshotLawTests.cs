using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Inbox;

/// <summary>Old snapshot + pushes = fresh snapshot, whenever the snapshot was taken and whatever happens.</summary>
public sealed class SnapshotLawTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_old_snapshot_and_the_pushes_after_it_are_the_fresh_snapshot(int seed)
    {
        var team = await app.NewTeam();
        await team.Group("owls", team.Bob);
        await using var bob = await HubClient.Connect(team.Bob);
        var (from, life) = (await bob.Heartbeat(), await BusyLife.Begin(team, new Random(seed)));
        List<Answer> boots = [];
        List<(long Position, ClientLists Lists)> lists = [];

        var living = life.Go(180);
        while (!living.IsCompleted)
        {
            boots.Add(await Boot(team.Bob, from));
            if (await bob.Heartbeat() is var position) lists.Add((position, await ClientLists.Read(team.Bob, position)));
        }

        var last = await living;
        await bob.UntilPosition(last);
        boots.Add(await Boot(team.Bob, last));

        var fresh = ClientState.Of(boots[^1], team.Bob.Id);
        Assert.True(boots.Count > 4);
        Assert.All(boots, old => Assert.Equal($"{fresh}", $"{ClientState.Of(old, team.Bob.Id).With(bob.Calls, boots)}"));
        Assert.Equal(Unreads(await team.Bob.Get("me/unreads", last).Ok()), fresh.Unreads);
        var kept = $"{await ClientLists.Read(team.Bob, last)}";
        Assert.All(lists, old => Assert.Equal(kept, $"{old.Lists.With(bob.Calls, old.Position)}"));
        Assert.Subset(bob.Calls.Select(static c => c.Target).ToHashSet(), (HashSet<string>)["UnreadChanged", "FollowChanged", "VisibilityChanged", "SavedChanged", "ScheduledChanged"]);
        Assert.Contains(bob.Calls, static c => c.Target == "UnreadChanged" && c.Argument.GetProperty("mentionedIn").GetArrayLength() > 0);
    }

    private static Task<Answer> Boot(Person person, long atLeast) => person.Get("me/boot?hidden=true", atLeast).Ok();

    private static string Unreads(Answer unreads) => string.Join('\n', unreads.Items.OrderBy(static i => i.Text("channelId"), StringComparer.Ordinal).Select(static i =>
        $"{i.Text("channelId")} " + string.Join(", ", i.GetProperty("threads").EnumerateArray().Select(static t => $"thread {t.Long("root")} {Line(t)}").Prepend(Line(i)))));

    private static string Line(JsonElement line) =>
        $"read {line.Long("lastRead")} unread {line.Long("unread")} mentioned in {string.Join(' ', line.GetProperty("mentionedIn").EnumerateArray().Select(static n => n.GetInt64()))}";
}
