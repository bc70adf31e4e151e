using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Auth;

public sealed class AccountTests(App app) : IClassFixture<App>
{
    private static readonly (string Email, string Username, string DisplayName, string Password) Grace =
        ("grace@example.org", "Grace", "Grace Hopper", "a nanosecond is a foot");

    private Person Nobody => new(app.Server.Http, "", "", "", null);

    [Fact]
    public async Task Who_registers_is_signed_in_and_is_who_they_said()
    {
        var answer = await Register("cobol", "cobol").Ok(201);
        var user = answer.Body.GetProperty("user");
        Assert.StartsWith("U", user.Text("id"), StringComparison.Ordinal);
        Assert.True(answer.Position > 0);
        Assert.True(answer.Body.Long("expiresIn") > 0);

        var me = await Nobody.WithToken(answer.Body.Text("accessToken")).Get("users/me").Ok();
        Assert.Equal((user.Text("id"), "cobol", "Grace Hopper", "cobol@example.org"), (me.Id, me.Body.Text("username"), me.Body.Text("displayName"), me.Body.Text("email")));
    }

    [Theory]
    [InlineData("username")]
    [InlineData("e-mail address")]
    public async Task Signing_in_takes_the_username_or_the_address_in_any_case(string with)
    {
        var ada = await app.Person("Ada");
        var login = with == "username" ? ada.Username.ToUpperInvariant() : $"{ada.Username}@EXAMPLE.org";

        var answer = await Nobody.Post("auth/login", new { login, password = Person.Password }).Ok();

        Assert.Equal(ada.Id, answer.Body.GetProperty("user").Text("id"));
        Assert.Equal(ada.Id, (await ada.WithToken(answer.Body.Text("accessToken")).Get("users/me").Ok()).Id);
    }

    [Fact]
    public async Task A_password_is_the_same_however_its_letters_are_typed()
    {
        var (composed, decomposed) = ("correct hörse", "correct ho\u0308rse");
        foreach (var (username, set, typed) in ((string, string, string)[])[("composed", composed, decomposed), ("decomposed", decomposed, composed)])
        {
            await Nobody.Post("auth/register", new { email = $"{username}@example.org", username, displayName = username, password = set }).Ok(201);
            await Nobody.Post("auth/login", new { login = username, password = typed }).Ok();
            await Nobody.Post("auth/login", new { login = username, password = "correct horse" }).Refused(401, "auth.wrong-credentials");
        }
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_account_are_refused_in_the_same_words()
    {
        var ada = await app.Person("Ada");

        var wrong = await Nobody.Post("auth/login", new { login = ada.Username, password = "not her password" }).Refused(401, "auth.wrong-credentials");
        var unknown = await Nobody.Post("auth/login", new { login = "nobody-at-all", password = "not her password" }).Refused(401, "auth.wrong-credentials");

        Assert.Equal(wrong.Text, unknown.Text);
    }

    [Fact]
    public async Task Usernames_and_addresses_can_be_had_once_whatever_their_case()
    {
        await Register("amazing", "amazing").Ok(201);

        await Register("AMAZING", "other").Refused(409, "user.username-taken");
        await Register("another", "AMAZING").Refused(409, "user.email-taken");
        await Register("another", "another").Ok(201);
    }

    [Fact]
    public async Task Of_many_who_want_one_username_at_once_one_gets_it()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Register("wanted", $"wanted-{n}")));

        Assert.Single(answers, static a => a.Status == 201);
        Assert.All(answers.Where(static a => a.Status != 201), static a => a.Refused(409, "user.username-taken"));
    }

    [Theory]
    [InlineData("username", "a")]
    [InlineData("username", "two words")]
    [InlineData("username", "-dash")]
    [InlineData("username", "ada\n")]
    [InlineData("username", null)]
    [InlineData("email", "no address")]
    [InlineData("email", "a\0b@example.org")]
    [InlineData("email", null)]
    [InlineData("email", "a@b")]
    [InlineData("email", "ada@localhost")]
    [InlineData("email", "ada@127.0.0.1")]
    [InlineData("email", "ada@[127.0.0.1]")]
    [InlineData("email", "ada@example..org")]
    [InlineData("email", "ada@example.org.")]
    [InlineData("email", "ada@.org")]
    [InlineData("email", "Ada <ada@example.org>")]
    [InlineData("email", "ada\u200b@example.org")]
    [InlineData("password", "short")]
    [InlineData("password", null)]
    [InlineData("displayName", "two\nlines")]
    [InlineData("displayName", "   ")]
    [InlineData("displayName", "\u200b\u3164")]
    public async Task A_field_that_breaks_its_rule_is_named(string field, string? value)
    {
        var body = new Dictionary<string, string?>
        {
            ["email"] = "rules@example.org", ["username"] = "rules", ["displayName"] = "Rules", ["password"] = Grace.Password, [field] = value,
        };

        var refused = await Nobody.Post("auth/register", body).Refused(422, "request.invalid");

        Assert.True(refused.Body.GetProperty("errors").TryGetProperty(field, out _));
    }

    [Fact]
    public async Task Others_see_a_name_and_never_the_address()
    {
        var team = await app.Team();
        var (ada, bob) = (team.Ada, team.Bob);

        var seen = await bob.Get($"users/{ada.Id}", (await ada.Say(team.General, "Hello")).Position).Ok();

        Assert.Equal((ada.Id, ada.Username, "Ada"), (seen.Id, seen.Body.Text("username"), seen.Body.Text("displayName")));
        Assert.False(seen.Body.Has("email"));
        await bob.Get("users/U00000000000000000000000000").Refused(404, "user.not-found");
    }

    private Task<Answer> Register(string username, string mailbox) => Nobody.Post(
        "auth/register", new { email = $"{mailbox}@example.org", username, displayName = Grace.DisplayName, password = Grace.Password });
}
