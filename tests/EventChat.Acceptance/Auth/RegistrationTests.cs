using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Auth;

/// <summary>Registering again under the same key is registering once, and nobody gets in that way who does not know the password.</summary>
public sealed class RegistrationTests(App app) : IClassFixture<App>
{
    private Person Nobody => new(app.Server.Http, "", "", "", null);

    [Fact]
    public async Task A_repeat_is_signed_in_to_the_first_account()
    {
        var first = await Register("repeat", "key").Ok(201);
        await Register("repeat", null).Refused(409, "user.username-taken");

        var again = await Register("repeat", "key").Ok(201);

        Assert.Equal(User(first), User(again));
        Assert.NotEqual(first.Body.Text("refreshToken"), again.Body.Text("refreshToken"));
        Assert.Equal(first.Body.GetProperty("user").Text("id"), (await Nobody.WithToken(again.Body.Text("accessToken")).Get("users/me").Ok()).Id);
        await Nobody.Post("auth/refresh", new { refreshToken = first.Body.Text("refreshToken") }).Ok();
    }

    [Theory]
    [InlineData("username", "somebody-else")]
    [InlineData("displayName", "Somebody Else")]
    [InlineData("password", "another password")]
    [InlineData("email", "BODY-email@example.org")]
    public async Task Another_body_under_the_same_key_is_refused_and_changes_nothing(string field, string value)
    {
        var name = $"body-{field.ToLowerInvariant()}";
        await Register(name, "key").Ok(201);
        var other = Body(name);
        other[field] = value;

        await Nobody.Post("auth/register", other, "key").Refused(422, "idempotency.key-reused");

        await Nobody.Post("auth/login", new { login = name, password = Person.Password }).Ok();
        if (field == "username") await Register(value, null).Ok(201);
    }

    [Fact]
    public async Task A_key_counts_for_the_address_that_registers()
    {
        var first = await Register("mine", "same").Ok(201);
        Assert.NotEqual(User(first), User(await Register("yours", "same").Ok(201)));
    }

    [Fact]
    public async Task Repeats_at_the_same_time_on_two_nodes_make_one_account()
    {
        var there = Nobody.At(await app.Another());

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => (n % 2 == 0 ? Nobody : there).Post("auth/register", Body("at-once"), "key").Ok(201)));

        Assert.Single(answers.Select(User).Distinct());
    }

    [Fact]
    public async Task Passwords_at_the_same_time_under_one_key_do_not_replace_each_other()
    {
        string[] passwords = ["the first password", "the second password"];
        var answers = await Task.WhenAll(passwords.Select(password => Nobody.Post("auth/register", new { email = "race@example.org", username = "race", displayName = "Race", password }, "key")));

        var won = Array.FindIndex(answers, static a => a.Status == 201);
        answers[1 - won].Refused(422, "idempotency.key-reused");
        await Nobody.Post("auth/login", new { login = "race", password = passwords[won] }).Ok();
        await Nobody.Post("auth/login", new { login = "race", password = passwords[1 - won] }).Refused(401, "auth.wrong-credentials");
    }

    [Fact]
    public async Task A_key_that_cannot_be_is_refused() => await Register("no-key", "").Refused(422, "idempotency.invalid-key");

    private static string User(Answer answer) => answer.Body.GetProperty("user").GetRawText();

    private static Dictionary<string, string> Body(string name) =>
        new() { ["email"] = $"{name}@example.org", ["username"] = name, ["displayName"] = "Grace Hopper", ["password"] = Person.Password };

    private Task<Answer> Register(string name, string? key) => Nobody.Post("auth/register", Body(name), key);
}
