using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Messages;

public sealed class PinTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Pins_are_shown_newest_first_with_who_pinned_them()
    {
        var team = await app.Team();
        foreach (var text in (string[])["One", "Two", "Three"]) await team.Ada.Say(team.General, text);
        await team.Ada.Put(Path(team, 3)).Ok(204);
        var last = await team.Bob.Put(Path(team, 1)).Ok(204);

        var pins = await Pins(team, last.Position);

        Assert.Equal([(1, "One", team.Bob.Id), (3, "Three", team.Ada.Id)], pins.Select(static p => ((int)p.Long("number"), p.Text("text"), p.Text("pinnedBy"))));
        Assert.All(pins, static p => Assert.True(p.GetProperty("pinned").GetBoolean() && p.Has("pinnedAt")));
        var shown = (await team.Bob.ReadBack(team.General, atLeast: last.Position)).Select(static m => m.GetProperty("pinned").GetBoolean());
        Assert.Equal([true, false, true], shown);
    }

    [Fact]
    public async Task Pinning_twice_and_unpinning_what_is_not_pinned_changes_nothing()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Hello");
        await team.Ada.Put(Path(team, 1)).Ok(204);
        var version = await Version(team);

        await team.Bob.Put(Path(team, 1)).Ok(204);
        Assert.Equal(version, await Version(team));
        var taken = await team.Bob.Delete(Path(team, 1)).Ok(204);
        await team.Ada.Delete(Path(team, 1)).Ok(204);

        Assert.Equal(version + 1, await Version(team));
        Assert.Empty(await Pins(team, taken.Position));
    }

    [Fact]
    public async Task A_deleted_message_is_pinned_no_more()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Hello");
        await team.Ada.Put(Path(team, 1)).Ok(204);

        var deleted = await team.Ada.Delete($"channels/{team.General}/messages/1").Ok(204);

        Assert.Empty(await Pins(team, deleted.Position));
        Assert.False((await team.Bob.Get($"channels/{team.General}/messages/1", deleted.Position).Ok()).Body.GetProperty("pinned").GetBoolean());
        await team.Ada.Put(Path(team, 1)).Refused(409, "message.deleted");
    }

    [Fact]
    public async Task A_channel_has_a_hundred_pins_that_come_in_pages()
    {
        var team = await app.Team();
        for (var n = 1; n <= 101; n++) await team.Ada.Say(team.General, $"{n}");
        for (var n = 1; n <= 100; n++) await team.Ada.Put(Path(team, n)).Ok(204);

        await team.Ada.Put(Path(team, 101)).Refused(422, "pin.too-many");
        await team.Ada.Delete(Path(team, 50)).Ok(204);
        var last = await team.Ada.Put(Path(team, 101)).Ok(204);

        List<int> read = [];
        for (var next = (string?)""; next is not null;)
        {
            var page = await team.Bob.Get($"channels/{team.General}/pins?limit=40{(next.Length > 0 ? $"&before={next}" : "")}", last.Position).Ok();
            read.AddRange(page.Items.Select(static p => (int)p.Long("number")));
            next = page.Next;
        }

        Assert.Equal([101, .. Enumerable.Range(1, 100).Reverse().Where(static n => n != 50)], read);
    }

    [Fact]
    public async Task The_channel_hears_of_a_pin()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Hello");
        await using var hub = await HubClient.Connect(team.Bob);

        await team.Ada.Put(Path(team, 1)).Ok(204);
        var last = await team.Ada.Delete(Path(team, 1)).Ok(204);
        await hub.UntilPosition(last.Position);

        Assert.Equal([("pin.added", 1L), ("pin.removed", 1L)], hub.In(team.General).Select(static p => (p.Type, p.Data.Long("number"))));
    }

    [Fact]
    public async Task Pins_are_where_their_channel_is()
    {
        var team = await app.Team();
        var cellar = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        await team.Ada.Say(cellar, "Psst");
        await team.Ada.Put($"channels/{cellar}/pins/1").Ok(204);

        await team.Bob.Get($"channels/{cellar}/pins").Refused(404, "channel.not-found");
        await team.Bob.Put($"channels/{cellar}/pins/1").Refused(404, "channel.not-found");
        await team.Ada.Put($"channels/{cellar}/pins/2").Refused(404, "message.not-found");
        await team.Ada.Get($"channels/{cellar}/pins?before=x").Refused(422, "page.invalid-cursor");
        await team.Ada.Post($"channels/{cellar}/archive").Ok();
        await team.Ada.Put($"channels/{cellar}/pins/1").Refused(409, "channel.archived");
        await team.Ada.Delete($"channels/{cellar}/pins/1").Refused(409, "channel.archived");
    }

    private static string Path(Team team, int number) => $"channels/{team.General}/pins/{number}";

    private static async Task<IReadOnlyList<JsonElement>> Pins(Team team, long atLeast) => (await team.Bob.Get($"channels/{team.General}/pins", atLeast).Ok()).Items;

    private static async Task<long> Version(Team team) => (await team.Ada.Get($"channels/{team.General}").Ok()).Body.Long("version");
}
