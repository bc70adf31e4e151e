using System.Text.Json;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Notifications;

/// <summary>Mail as npm's smtp-server takes it and mailparser reads it, which nobody here wrote.</summary>
public sealed class MailTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Of each test its own: every server over one database mails whom that knows.</summary>
    private readonly App app = new();

    public Task InitializeAsync() => app.InitializeAsync();

    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Who_is_away_is_mailed_once_what_they_have_not_read()
    {
        await using var post = await PostOffice.Open();
        var team = (await app.NewTeam()).At(await app.Another(post.Settings()));
        var direct = (await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { team.Bob.Id } }).Ok(201)).Id;
        await team.Ada.Say(direct, "Tea <b>&</b> cake?");

        var mail = await post.To($"{team.Bob.Username}@example.org");

        Assert.Equal("EventChat <chat@example.org>", mail.Text("from").Replace("\"", "", StringComparison.Ordinal));
        Assert.Contains("Ada wrote to you", mail.Text("text"), StringComparison.Ordinal);
        Assert.Contains("Tea <b>&</b> cake?", mail.Text("text"), StringComparison.Ordinal);
        Assert.Contains("Tea &lt;b&gt;&amp;&lt;/b&gt; cake?", mail.Text("html"), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>&</b>", mail.Text("html"), StringComparison.Ordinal);
        Assert.Equal("auto-generated", mail.GetProperty("headers").Text("auto-submitted"));

        await team.Ada.Say(direct, "And scones?");
        await post.Nothing($"{team.Bob.Username}@example.org", TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Whose_group_is_mentioned_is_mailed()
    {
        await using var post = await PostOffice.Open();
        var team = (await app.NewTeam()).At(await app.Another(post.Settings()));
        await team.Group("crew", team.Bob);
        await team.Ada.Say(team.General, "@crew, tea?");

        var mail = await post.To($"{team.Bob.Username}@example.org");

        Assert.Contains("Ada mentioned your group in #General", mail.Text("text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_click_ends_the_mails_and_a_forged_one_does_not()
    {
        await using var post = await PostOffice.Open();
        var team = (await app.NewTeam()).At(await app.Another(post.Settings()));
        var direct = (await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { team.Bob.Id } }).Ok(201)).Id;
        await team.Ada.Say(direct, "Hello");
        var headers = (await post.To($"{team.Bob.Username}@example.org")).GetProperty("headers");
        Assert.Equal("List-Unsubscribe=One-Click", headers.Text("list-unsubscribe-post"));
        var address = new Uri(headers.Text("list-unsubscribe").Trim('<', '>')).PathAndQuery;

        Assert.Equal(404, await Click(team, address.Replace(team.Bob.Id, team.Ada.Id, StringComparison.Ordinal)));
        Assert.Equal(404, await Click(team, $"/unsubscribe/{team.Bob.Id}/x"));
        Assert.Equal(405, (int)(await team.Bob.Http.GetAsync(address)).StatusCode);
        Assert.True((await Digest(team.Bob)).GetProperty("enabled").GetBoolean());
        Assert.Equal(200, await Click(team, address));
        Assert.Equal(200, await Click(team, address));

        Assert.False((await Digest(team.Bob)).GetProperty("enabled").GetBoolean());
        Assert.True((await Digest(team.Ada)).GetProperty("enabled").GetBoolean());
    }

    [Fact]
    public async Task Who_is_active_is_not_mailed()
    {
        await using var post = await PostOffice.Open();
        var team = (await app.NewTeam()).At(await app.Another([.. post.Settings(), "--Mail:AwayMinutes", "15"]));
        await team.Ada.Say((await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { team.Bob.Id } }).Ok(201)).Id, "Here?");

        await post.Nothing($"{team.Bob.Username}@example.org", TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Who_wants_no_mail_or_quiet_is_not_mailed()
    {
        await using var post = await PostOffice.Open();
        var team = (await app.NewTeam()).At(await app.Another(post.Settings()));
        await team.Bob.Put("me/preferences", new { emailDigest = new { enabled = false } }).Ok();
        await team.Mallory.Put("me/preferences", new { doNotDisturb = Now() }).Ok();
        await team.Hire(team.Mallory, "member");
        foreach (var person in (Person[])[team.Bob, team.Mallory])
            await team.Ada.Say((await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { person.Id } }).Ok(201)).Id, "Hello");

        await Task.WhenAll(((Person[])[team.Bob, team.Mallory]).Select(p => post.Nothing($"{p.Username}@example.org", TimeSpan.FromSeconds(3))));
    }

    [Fact]
    public async Task An_invite_for_an_address_is_mailed_with_its_code_and_lets_its_reader_in()
    {
        await using var post = await PostOffice.Open("chat", "secret & more");
        var team = (await app.NewTeam()).At(await app.Another(post.Settings("chat", "secret & more")));
        var eve = (await app.Person("Eve")).At(new Elsewhere(team.Ada.Http));
        var invite = await team.Ada.Post($"workspaces/{team.Workspace}/invites", new { email = $"{eve.Username}@example.org" }, "k1").Ok(201);
        await team.Ada.Post($"workspaces/{team.Workspace}/invites", new { email = $"{eve.Username}@example.org" }, "k1").Ok(201);

        var mail = await post.To($"{eve.Username}@example.org");

        Assert.Equal("Ada invites you to Lovelace & Sons", mail.Text("subject"));
        Assert.Contains($"https://chat.example.org/invite#{invite.Body.Text("code")}", mail.Text("text"), StringComparison.Ordinal);
        await eve.Post($"invites/{invite.Body.Text("code")}/accept").Ok();
        await post.Nothing($"{eve.Username}@example.org", TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_mail_that_is_put_off_comes_later_and_one_that_nobody_takes_is_given_up()
    {
        await using var post = await PostOffice.Open();
        var server = await app.Another(post.Settings());
        var team = (await app.NewTeam()).At(server);
        await team.Ada.Post($"workspaces/{team.Workspace}/invites", new { email = "nobody@example.org" }).Ok(201);
        await team.Ada.Post($"workspaces/{team.Workspace}/invites", new { email = "busy@example.org" }).Ok(201);

        await post.To("busy@example.org");

        await Eventually.True(() => Task.FromResult(server.Errors.Any(static e => e.Contains("The mail invite", StringComparison.Ordinal))), Patience, static () => "nothing was given up");
        Assert.DoesNotContain(server.Errors, static e => e.Contains("nobody@example.org", StringComparison.Ordinal));
    }

    private static async Task<int> Click(Team team, string address) => (int)(await team.Bob.Http.PostAsync(
        address, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]))).StatusCode;

    private static async Task<JsonElement> Digest(Person person) => (await person.Get("me/preferences").Ok()).Body.GetProperty("emailDigest");

    /// <summary>An hour on either side, in UTC.</summary>
    private static object Now()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new { from = now.AddHours(-1).ToString("HH:mm"), to = now.AddHours(1).ToString("HH:mm") };
    }

    private sealed record Elsewhere(HttpClient Http) : IServer;
}
