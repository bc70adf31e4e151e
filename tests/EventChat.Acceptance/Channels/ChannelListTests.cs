using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Channels;

public sealed class ChannelListTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(200)]
    public async Task A_walk_through_the_pages_meets_every_channel_once_by_name(int limit)
    {
        var team = await app.Team();
        string[] names = ["looms", "Engines", "éclairs", "zebra", "apples", "0 first", "日本"];
        var last = 0L;
        foreach (var name in names)
            last = (await team.Bob.Post($"workspaces/{team.Workspace}/channels", new { name }).Ok(201)).Position;

        List<string> walked = [];
        for (var next = (string?)""; next is not null;)
        {
            var after = next.Length > 0 ? $"&after={next}" : "";
            var page = await team.Ada.Get($"workspaces/{team.Workspace}/channels?limit={limit}{after}", last).Ok();
            Assert.InRange(page.Items.Count, 1, limit);
            walked.AddRange(page.Items.Select(static c => c.Text("name")));
            next = page.Next;
        }

        Assert.Equal(names.Append("General").Order(StringComparer.Ordinal), walked.Order(StringComparer.Ordinal));
        Assert.Equal(walked.Count, walked.Distinct().Count());
    }

    [Theory]
    [InlineData("limit=0", "page.limit-out-of-range")]
    [InlineData("limit=201", "page.limit-out-of-range")]
    [InlineData("limit=-1", "page.limit-out-of-range")]
    [InlineData("after=", "page.invalid-cursor")]
    [InlineData("after=zz", "page.invalid-cursor")]
    [InlineData("after=00", "page.invalid-cursor")]
    public async Task A_page_that_cannot_be_is_refused(string query, string code)
    {
        var team = await app.Team();
        await team.Ada.Get($"workspaces/{team.Workspace}/channels?{query}").Refused(422, code);
    }

    [Fact]
    public async Task A_guest_is_shown_only_channels_it_was_added_to()
    {
        var team = await app.Team();
        var guest = await team.Hire(team.Mallory, "guest");
        var other = await team.Ada.CreateChannel(team.Workspace, "other");
        var added = await team.Add(guest, other);

        var listed = await guest.Get($"workspaces/{team.Workspace}/channels", added.Position).Ok();

        Assert.Equal([other], listed.Items.Select(static c => c.Text("id")));
    }
}
