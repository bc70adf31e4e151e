using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Workspaces;

/// <summary>Every cell of the reviewed table, asked over HTTP and over the hub, and heard there.</summary>
public sealed class RoleMatrixTests(App app) : IClassFixture<App>
{
    private static readonly string[] Harmless = ["list", "read-page", "read-one", "read-events", "hear", "mark-read"];

    /// <summary>What can be asked for over the hub.</summary>
    private static readonly string[] Calls = ["send", "edit-own", "edit-other's", "delete-own", "delete-other's", "react", "unreact", "mark-read"];

    /// <summary>As many as make enough direct messages that differ, each with some of them.</summary>
    private const int Companions = 7;

    private static int drawn, met;

    [Theory]
    [InlineData("REST")]
    [InlineData("the hub")]
    public async Task Who_may_do_what_in_a_channel_is_as_the_table_says_over(string way)
    {
        var team = await app.NewTeam();
        Dictionary<string, Person> people = new() { [""] = team.Mallory };
        foreach (var role in (string[])["guest", "member", "admin", "owner"]) people[role] = await team.Hire(await app.Person(role), role);
        await using var ears = await Ears.Open(people.Values);
        var companions = await Task.WhenAll(Enumerable.Range(0, Companions).Select(async _ => await team.Hire(await app.Person("companion"), "member")));
        var columns = RoleMatrix.Read();
        Assert.Equal((45, 45 * 23), (columns.Count, columns.Sum(static c => c.Cells.Count)));

        List<string> wrong = [];
        await Parallel.ForEachAsync(columns, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (column, _) =>
        {
            var person = people[column.Role ?? ""];
            Scene? scene = null;
            await using var hub = way == "REST" ? null : await HubClient.Connect(person);
            foreach (var (action, expected) in column.Cells.Where(cell => hub is null || Calls.Contains(cell.Action)))
            {
                scene ??= await Set(team, column, person, companions);
                var found = action == "hear"
                    ? await ears.Hear(person, scene.Channel, scene.Position) ? "yes" : expected == "yes" ? "nothing" : expected
                    : RoleMatrix.Word(await (hub is null ? Do(action, team, person, scene) : Call(action, hub, scene)));
                if (found != expected)
                    lock (wrong) wrong.Add($"{column.Kind} {column.Role}{(column.IsIn ? "*" : "")} {action}: {found}, not {expected}");
                if (found == "yes" && !Harmless.Contains(action)) scene = null;
            }
        });

        Assert.Empty(wrong);
    }

    private sealed record Scene(string Channel, long Position);

    /// <summary>Ada wrote 1 and the person wrote 2, and may have been removed since.</summary>
    private static async Task<Scene> Set(Team team, RoleMatrix.Column column, Person person, Person[] companions)
    {
        if (column.Kind == "dm") return await Meet(team, column.IsIn ? person : team.Bob, companions);
        var channel = await team.Ada.CreateChannel(team.Workspace, kind: column.Kind.EndsWith("private", StringComparison.Ordinal) ? "private" : "public");
        await team.Ada.Say(channel, "Hello");
        if (column.Role is not null)
        {
            await team.Add(person, channel);
            await person.Say(channel, "Hullo");
            await person.Put($"channels/{channel}/messages/1/reactions/👋").Ok(204);
            if (!column.IsIn) await team.Ada.Delete($"channels/{channel}/members/{person.Id}").Ok(204);
        }

        var last = await team.Ada.Say(channel, "Goodbye");
        return new(channel, column.Kind.StartsWith("archived", StringComparison.Ordinal) ? (await team.Ada.Post($"channels/{channel}/archive").Ok()).Position : last.Position);
    }

    /// <summary>A direct message of Ada, somebody and others, in which both have written.</summary>
    private static async Task<Scene> Meet(Team team, Person person, Person[] companions)
    {
        var draw = Interlocked.Increment(ref met);
        Assert.True(draw < 1 << Companions, "There are too few companions for so many direct messages.");
        var others = companions.Where((_, i) => (draw >> i & 1) == 1).Append(person).Select(static p => p.Id);
        var channel = (await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = others.ToArray() }).Ok(201)).Id;
        await team.Ada.Say(channel, "Hello");
        await person.Say(channel, "Hullo");
        await person.Put($"channels/{channel}/messages/1/reactions/👋").Ok(204);
        return new(channel, (await team.Ada.Say(channel, "Goodbye")).Position);
    }

    /// <returns>The code of the refusal; null where there was none.</returns>
    private static async Task<string?> Do(string action, Team team, Person person, Scene scene)
    {
        var channel = $"channels/{scene.Channel}";
        if (action == "list") return await Lists(person, team.Workspace, scene) ? null : "channel.not-found";
        var answer = await (action switch
        {
            "read-page" => person.Get($"{channel}/messages"),
            "read-one" => person.Get($"{channel}/messages/1", scene.Position),
            "read-events" => person.Get($"{channel}/events"),
            "send" => person.Post($"{channel}/messages", new { text = "Hello" }),
            "edit-own" => person.Patch($"{channel}/messages/2", new { text = "Hello!" }),
            "edit-other's" => person.Patch($"{channel}/messages/1", new { text = "Hello!" }),
            "delete-own" => person.Delete($"{channel}/messages/2"),
            "delete-other's" => person.Delete($"{channel}/messages/1"),
            "react" => person.Put($"{channel}/messages/1/reactions/👍"),
            "unreact" => person.Delete($"{channel}/messages/1/reactions/👋"),
            "pin" => person.Put($"{channel}/pins/1"),
            "unpin" => person.Delete($"{channel}/pins/1"),
            "rename" => person.Patch(channel, new { name = $"renamed-{Interlocked.Increment(ref drawn)}" }),
            "topic" => person.Patch(channel, new { topic = "Tea" }),
            "archive" => person.Post($"{channel}/archive"),
            "unarchive" => person.Post($"{channel}/unarchive"),
            "join" => person.Post($"{channel}/join"),
            "leave" => person.Post($"{channel}/leave"),
            "add-member" => person.Put($"{channel}/members/{team.Bob.Id}"),
            "remove-member" => person.Delete($"{channel}/members/{team.Ada.Id}"),
            "mark-read" => person.Put($"{channel}/read", new { number = 1 }),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "The table has an action that nobody asks."),
        });
        Assert.True(answer.Status < 500, $"{answer.Request} answered {answer.Text}");
        return answer.Status < 300 ? null : answer.Code;
    }

    private static async Task<string?> Call(string action, HubClient hub, Scene scene)
    {
        var channel = scene.Channel;
        return (await (action switch
        {
            "send" => hub.Call("SendMessage", channel, new { text = "Hello" }),
            "edit-own" => hub.Call("EditMessage", channel, 2, new { text = "Hello!" }),
            "edit-other's" => hub.Call("EditMessage", channel, 1, new { text = "Hello!" }),
            "delete-own" => hub.Call("DeleteMessage", channel, 2),
            "delete-other's" => hub.Call("DeleteMessage", channel, 1),
            "react" => hub.Call("React", channel, 1, "👍"),
            "unreact" => hub.Call("Unreact", channel, 1, "👋"),
            _ => hub.Call("MarkRead", channel, 1),
        })).Code;
    }

    private static async Task<bool> Lists(Person person, string workspace, Scene scene)
    {
        var next = "";
        while (next is not null)
        {
            var page = await person.Get($"workspaces/{workspace}/channels?limit=200{(next.Length == 0 ? "" : $"&after={next}")}", scene.Position);
            if (page.Status == 404) return false;
            if (page.Ok().Items.Any(c => c.Text("id") == scene.Channel)) return true;
            next = page.Next;
        }

        return false;
    }
}
