using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Inbox;

public sealed class MentionCountTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_name_a_group_everyone_and_here_call_a_person_and_a_message_that_does_so_twice_counts_once()
    {
        var team = await app.NewTeam();
        var owls = await team.Group("owls", team.Bob);
        await team.Group("larks", team.Ada);
        foreach (var text in (string[])["Tea?", $"@{team.Bob.Username}", "@owls", "@larks", "@channel", $"@here @{team.Bob.Username} @owls", $"@{team.Ada.Username}"])
            await team.Ada.Say(team.General, text);
        var own = await team.Bob.Say(team.General, $"@{team.Bob.Username} @channel");

        Assert.Equal(("2 3 5 6", 4, 4), await Mentioned(team, own.Position));
        var boot = await team.Bob.Get("me/boot", own.Position).Ok();
        Assert.Equal([owls], boot.Body.GetProperty("groupIds").EnumerateArray().Select(static g => g.GetString()!));
        var general = boot.Body.GetProperty("channels").EnumerateArray().Single();
        Assert.Equal((4, "2 3 5 6"), (general.Long("mentions"), Numbers(general)));
    }

    [Fact]
    public async Task Reading_deleting_editing_and_leaving_the_group_lower_it()
    {
        var team = await app.NewTeam();
        var owls = await team.Group("owls", team.Bob);
        for (var n = 1; n <= 3; n++) await team.Ada.Say(team.General, "@channel");
        await team.Ada.Say(team.General, "@owls");
        var last = await team.Ada.Say(team.General, "Tea?");

        Assert.Equal(("1 2 3 4", 4, 4), await Mentioned(team, last.Position));
        Assert.Equal(("2 3 4", 3, 3), await Mentioned(team, (await Read(team, 1)).Position));
        Assert.Equal(("3 4", 2, 2), await Mentioned(team, (await team.Ada.Delete($"channels/{team.General}/messages/2").Ok(204)).Position));
        Assert.Equal(("4", 1, 1), await Mentioned(team, (await team.Ada.Patch($"channels/{team.General}/messages/3", new { text = "Nobody" }).Ok()).Position));
        Assert.Equal(("4 5", 2, 2), await Mentioned(team, (await team.Ada.Patch($"channels/{team.General}/messages/5", new { text = "@here" }).Ok()).Position));
        Assert.Equal(("5", 1, 1), await Mentioned(team, (await team.Ada.Delete($"workspaces/{team.Workspace}/groups/{owls}/members/{team.Bob.Id}").Ok(204)).Position));
        Assert.Equal(("1 5", 2, 2), await Mentioned(team, (await Read(team, 0)).Position));
    }

    [Fact]
    public async Task A_reply_that_calls_counts_in_its_thread_and_one_that_is_shown_in_the_channel_there()
    {
        var team = await app.NewTeam();
        await team.Ada.Say(team.General, "Tea?");
        var path = $"channels/{team.General}/messages";
        await team.Ada.Post(path, new { text = "@channel", threadRoot = 1 }).Ok(201);
        await team.Ada.Post(path, new { text = $"@{team.Bob.Username}", threadRoot = 1 }).Ok(201);
        var shown = await team.Ada.Post(path, new { text = "@channel", threadRoot = 1, broadcast = true }).Ok(201);

        var general = await General(team, shown.Position);
        Assert.Equal((2, "4", "3"), (general.Long("mentions"), Numbers(general), Numbers(general.GetProperty("threads")[0])));
        Assert.Equal(2, general.GetProperty("threads")[0].Long("unread"));

        general = await General(team, (await Read(team, 4)).Position);
        Assert.Equal((1, "", "3"), (general.Long("mentions"), Numbers(general), Numbers(general.GetProperty("threads")[0])));

        var left = await team.Bob.Delete($"{path}/1/follow").Ok(204);
        Assert.Equal(0, (await General(team, left.Position)).Long("mentions"));
    }

    private static Task<Answer> Read(Team team, int number) => team.Bob.Put($"channels/{team.General}/read", new { number }).Ok();

    private static async Task<JsonElement> General(Team team, long atLeast) => (await team.Bob.Get("me/unreads", atLeast).Ok()).Items.Single();

    private static async Task<(string Numbers, long OfTheChannel, long Total)> Mentioned(Team team, long atLeast)
    {
        var unreads = await team.Bob.Get("me/unreads", atLeast).Ok();
        return (Numbers(unreads.Items.Single()), unreads.Items.Single().Long("mentions"), unreads.Body.Long("mentions"));
    }

    private static string Numbers(JsonElement line) => string.Join(' ', line.GetProperty("mentionedIn").EnumerateArray().Select(static n => n.GetInt32()));
}
