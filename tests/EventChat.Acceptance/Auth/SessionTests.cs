using System.Text;
using EventChat.Acceptance.Support;
using EventChat.Events.Store;

namespace EventChat.Acceptance.Auth;

public sealed class SessionTests(App app) : IClassFixture<App>
{
    private Person Nobody => new(app.Server.Http, "", "", "", null);

    [Fact]
    public async Task Refresh_tokens_rotate_and_keep_the_session()
    {
        var ada = await app.Person("Ada");

        var first = await Refresh(ada.RefreshToken).Ok();
        var second = await Refresh(first.Body.Text("refreshToken")).Ok();

        Assert.NotEqual(ada.RefreshToken, first.Body.Text("refreshToken"));
        await ada.WithToken(second.Body.Text("accessToken")).Get("users/me").Ok();
        Assert.Single((await ada.Get("auth/sessions").Ok()).Items);
    }

    [Fact]
    public async Task A_refresh_token_that_comes_twice_ends_the_session_with_all_its_tokens()
    {
        var ada = await app.Person("Ada");
        var stolen = ada.RefreshToken;
        var own = await Refresh(stolen).Ok();
        await using var hub = await HubClient.Connect(ada);

        await Refresh(stolen).Refused(401, "auth.refresh-refused");

        await Refresh(own.Body.Text("refreshToken")).Refused(401, "auth.refresh-refused");
        await ada.WithToken(own.Body.Text("accessToken")).Get("users/me").Refused(401, "auth.required");
        await hub.Until(static h => h.Ended == "token-reused" && !h.IsConnected);
    }

    [Fact]
    public async Task Of_many_who_refresh_at_once_at_most_one_gets_the_next_token_and_the_session_ends()
    {
        var ada = await app.Person("Ada");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Refresh(ada.RefreshToken)));

        Assert.InRange(answers.Count(static a => a.Status == 200), 0, 1);
        Assert.All(answers.Where(static a => a.Status != 200), static a => Assert.Equal("auth.refresh-refused", a.Code));
        await ada.Get("users/me").Refused(401, "auth.required");
    }

    [Theory]
    [InlineData("""{"refreshToken":"guess"}""")]
    [InlineData("""{"refreshToken":""}""")]
    [InlineData("{}")]
    public async Task What_is_no_refresh_token_is_refused(string body) => await Nobody.Post("auth/refresh", body).Refused(401, "auth.refresh-refused");

    [Fact]
    public async Task Signing_out_ends_the_session_for_token_refresh_and_hub_at_once()
    {
        var ada = await app.Person("Ada");
        var desk = await ada.SignIn();
        await using var hub = await HubClient.Connect(desk);

        Assert.True((await desk.Post("auth/logout").Ok(204)).Position > 0);

        await desk.Get("users/me").Refused(401, "auth.required");
        await Refresh(desk.RefreshToken).Refused(401, "auth.refresh-refused");
        await hub.Until(static h => h.Ended == "signed-out" && !h.IsConnected);
        await ada.Get("users/me").Ok();
    }

    [Fact]
    public async Task Sessions_are_listed_with_device_and_last_use_and_each_can_be_ended()
    {
        var ada = await app.Person("Ada");
        var signedIn = await Nobody.Send(
            HttpMethod.Post, "auth/login", new { login = ada.Username, password = Person.Password }, ("User-Agent", "Difference Engine 2")).Ok();
        var phone = ada.WithToken(signedIn.Body.Text("accessToken"));

        var listed = (await ada.Get("auth/sessions").Ok()).Items;
        Assert.Equal(["Difference Engine 2", ""], listed.Select(static s => s.Text("device")));
        Assert.Equal([false, true], listed.Select(static s => s.GetProperty("current").GetBoolean()));
        Assert.All(listed, static s => Assert.True(s.GetProperty("lastUsedAt").GetDateTimeOffset() >= s.GetProperty("openedAt").GetDateTimeOffset().AddSeconds(-1)));

        await ada.Delete($"auth/sessions/{listed[0].Text("id")}").Ok(204);

        await phone.Get("users/me").Refused(401, "auth.required");
        await ada.Delete($"auth/sessions/{listed[0].Text("id")}").Refused(404, "session.not-found");
        Assert.Single((await ada.Get("auth/sessions").Ok()).Items);
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_somebody_else()
    {
        var (ada, mallory) = (await app.Person("Ada"), await app.Person("Mallory"));
        var session = (await ada.Get("auth/sessions").Ok()).Items[0].Text("id");

        await mallory.Delete($"auth/sessions/{session}").Refused(404, "session.not-found");

        await ada.Get("users/me").Ok();
    }

    [Fact]
    public async Task On_another_node_an_ended_session_is_refused_within_the_second_and_its_connection_closes()
    {
        var ada = await app.Person("Ada");
        var desk = await ada.SignIn();
        var there = desk.At(await app.Another());
        await there.Get("users/me").Ok();
        await using var hub = await HubClient.Connect(there);

        await ada.Delete($"auth/sessions/{(await desk.Get("auth/sessions").Ok()).Items.Single(static s => s.GetProperty("current").GetBoolean()).Text("id")}").Ok(204);

        await Eventually.True(async () => (await there.Get("users/me")).Status == 401, TimeSpan.FromSeconds(1), static () => "the other node lets the session in");
        await hub.Until(static h => h.Ended == "revoked" && !h.IsConnected);
    }

    [Fact]
    public async Task A_new_password_counts_and_ends_all_other_sessions()
    {
        var ada = await app.Person("Ada");
        var desk = await ada.SignIn();

        await desk.Post("auth/password", new { currentPassword = "not this one", newPassword = "a new password" }).Refused(403, "auth.wrong-password");
        await desk.Post("auth/password", new { currentPassword = Person.Password, newPassword = "short" }).Refused(422, "request.invalid");
        await desk.Post("auth/password", new { currentPassword = Person.Password, newPassword = "a new password" }).Ok(204);

        await ada.Get("users/me").Refused(401, "auth.required");
        await desk.Get("users/me").Ok();
        await Nobody.Post("auth/login", new { login = ada.Username, password = Person.Password }).Refused(401, "auth.wrong-credentials");
        await Nobody.Post("auth/login", new { login = ada.Username, password = "a new password" }).Ok();
    }

    [Fact]
    public async Task Keys_rotate_without_signing_anybody_out()
    {
        var ada = await app.Person("Ada");
        await using (var database = Npgsql.NpgsqlDataSource.Create(app.ConnectionString))
        await using (var older = database.CreateCommand("update signing_keys set made_at = made_at - interval '31 days'"))
            await older.ExecuteNonQueryAsync();

        var there = await app.Another();
        var signedIn = await ada.At(there).SignIn();

        Assert.NotEqual(Header(ada.Token!), Header(signedIn.Token!));
        await ada.At(there).Get("users/me").Ok();
        await ada.Get("users/me").Ok();
        await signedIn.At(app.Server).Get("users/me").Ok();
    }

    [Fact]
    public async Task No_secret_is_in_the_log()
    {
        var ada = await app.Person("Ada");
        var answer = await Refresh(ada.RefreshToken).Ok();
        await ada.WithToken(answer.Body.Text("accessToken")).Post("auth/password", new { currentPassword = Person.Password, newPassword = "quite another one" }).Ok(204);

        // With its words opened, so that none is hidden by being sealed.
        var log = string.Join(' ', await app.Server.Get<IEventStore>().ReadAll(Position.Start, default).Select(static e => Encoding.UTF8.GetString(e.Opened.Span)).ToListAsync());

        Assert.Contains(ada.Username, log);
        foreach (var secret in (string[])[Person.Password, "quite another one", ada.RefreshToken, answer.Body.Text("refreshToken"), ada.Token!, "argon2"])
            Assert.DoesNotContain(secret, log);
    }

    private static string Header(string token) => token.Split('.')[0];

    private Task<Answer> Refresh(string token) => Nobody.Post("auth/refresh", new { refreshToken = token });
}
