using System.Text;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Auth;

/// <summary>Only a token that this server signed, and that has not expired, opens a door.</summary>
public sealed class TokenTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("GET", "users/me")]
    [InlineData("GET", "me/boot")]
    [InlineData("GET", "workspaces")]
    [InlineData("POST", "workspaces")]
    [InlineData("GET", "channels/C00000000000000000000000000/messages")]
    [InlineData("POST", "channels/C00000000000000000000000000/messages")]
    public async Task Without_a_token_nothing_is_told(string method, string path)
    {
        var answer = await Mallory(null).Send(new HttpMethod(method), path, method == "POST" ? "{}" : null);
        answer.Refused(401, "auth.required");
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task What_is_no_token_is_refused(string token) => await Mallory(token).Get("users/me").Refused(401, "auth.required");

    [Fact]
    public async Task A_token_that_somebody_else_signed_is_refused()
    {
        var parts = (await app.Person("Ada")).Token!.Split('.');
        var forged = Base64(System.Security.Cryptography.HMACSHA256.HashData("guess"u8, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}")));

        await Mallory($"{parts[0]}.{parts[1]}.{forged}").Get("users/me").Refused(401, "auth.required");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS512")]
    public async Task A_token_that_names_another_algorithm_is_refused(string algorithm)
    {
        var parts = (await app.Person("Ada")).Token!.Split('.');
        var header = Base64(Encoding.ASCII.GetBytes($$"""{"alg":"{{algorithm}}","typ":"JWT"}"""));

        await Mallory($"{header}.{parts[1]}.").Get("users/me").Refused(401, "auth.required");
        await Mallory($"{header}.{parts[1]}.{parts[2]}").Get("users/me").Refused(401, "auth.required");
    }

    [Fact]
    public async Task A_token_whose_subject_was_changed_is_refused()
    {
        var (ada, mallory) = (await app.Person("Ada"), await app.Person("Mallory"));
        var parts = mallory.Token!.Split('.');
        var claims = Encoding.UTF8.GetString(Convert.FromBase64String(parts[1].Replace('-', '+').Replace('_', '/').PadRight((parts[1].Length + 3) / 4 * 4, '=')));
        var changed = Base64(Encoding.UTF8.GetBytes(claims.Replace(mallory.Id, ada.Id, StringComparison.Ordinal)));

        await Mallory($"{parts[0]}.{changed}.{parts[2]}").Get("users/me").Refused(401, "auth.required");
    }

    [Fact]
    public async Task The_hub_is_closed_without_a_token()
    {
        await Mallory(null).Send(HttpMethod.Post, "/hubs/chat/negotiate?negotiateVersion=1", null).Refused(401, "auth.required");
        await Mallory(null).Get("/hubs/chat?access_token=a.b.c").Refused(401, "auth.required");
    }

    [Fact]
    public async Task A_token_in_the_query_opens_the_hub_and_nothing_else()
    {
        var ada = await app.Person("Ada");

        await Mallory(null).Send(HttpMethod.Post, $"/hubs/chat/negotiate?negotiateVersion=1&access_token={ada.Token}", null).Ok();
        await Mallory(null).Get($"users/me?access_token={ada.Token}").Refused(401, "auth.required");
    }

    private Person Mallory(string? token) => new(app.Server.Http, "", "Mallory", "", token);

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
