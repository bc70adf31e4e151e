using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EventChat.Acceptance.Support;
using Npgsql;

namespace EventChat.Acceptance.Auth;

/// <summary>Tokens made with the server's own key, as it would have made them at another time or in another way.</summary>
public sealed class ExpiryTests(App app) : IClassFixture<App>
{
    private static readonly long Now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    [Theory]
    [InlineData("HS256", 0, 60, "eventchat", "eventchat", true)]
    [InlineData("HS256", -60, -1, "eventchat", "eventchat", false)]
    [InlineData("HS256", 30, 60, "eventchat", "eventchat", false)]
    [InlineData("HS256", 0, null, "eventchat", "eventchat", false)]
    [InlineData("HS256", 0, 60, "somebody", "eventchat", false)]
    [InlineData("HS256", 0, 60, "eventchat", "somebody", false)]
    [InlineData("HS384", 0, 60, "eventchat", "eventchat", false)]
    [InlineData("HS512", 0, 60, "eventchat", "eventchat", false)]
    [InlineData("none", 0, 60, "eventchat", "eventchat", false)]
    public async Task A_token_counts_within_its_time_from_this_server_for_this_server(
        string algorithm, int from, int? until, string issuer, string audience, bool counts)
    {
        var ada = await app.Person("Ada");
        var expiry = until is { } seconds ? $$""","exp":{{Now + seconds}}""" : "";
        var claims = $$"""{"sub":"{{ada.Id}}","sid":"{{SessionOf(ada)}}","iss":"{{issuer}}","aud":"{{audience}}","iat":{{Now + from}},"nbf":{{Now + from}}{{expiry}}}""";
        var token = await Sign($$"""{"alg":"{{algorithm}}","typ":"JWT","kid":"1"}""", claims, algorithm);

        var answer = await ada.WithToken(token).Get("users/me");

        if (counts) Assert.Equal(ada.Id, answer.Ok().Id);
        else answer.Refused(401, "auth.required");
    }

    [Fact]
    public async Task A_token_stops_counting_when_its_time_is_over_although_it_counted_before()
    {
        var ada = await app.Person("Ada");
        var until = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3;
        var token = await Sign("""{"alg":"HS256","typ":"JWT","kid":"1"}""", $$"""{"sub":"{{ada.Id}}","sid":"{{SessionOf(ada)}}","iss":"eventchat","aud":"eventchat","exp":{{until}}}""", "HS256");

        await ada.WithToken(token).Get("users/me").Ok();
        await using var hub = await HubClient.Connect(ada.WithToken(token));
        await Task.Delay(TimeSpan.FromSeconds(3.2));

        await ada.WithToken(token).Get("users/me").Refused(401, "auth.required");
        await hub.Until(static h => !h.IsConnected);
    }

    [Fact]
    public async Task A_token_of_no_session_or_of_somebody_elses_does_not_count()
    {
        var (ada, bob) = (await app.Person("Ada"), await app.Person("Bob"));
        foreach (var session in (string[])["", $"\"sid\":\"{SessionOf(bob)}\",", "\"sid\":\"S00000000000000000000000000\","])
        {
            var claims = $$"""{"sub":"{{ada.Id}}",{{session}}"iss":"eventchat","aud":"eventchat","exp":{{Now + 60}}}""";
            await ada.WithToken(await Sign("""{"alg":"HS256","typ":"JWT","kid":"1"}""", claims, "HS256")).Get("users/me").Refused(401, "auth.required");
        }
    }

    private static string SessionOf(Person person) => JsonElement.Parse(Bytes(person.Token!.Split('.')[1])).Text("sid");

    private static byte[] Bytes(string base64) =>
        Convert.FromBase64String(base64.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (base64.Length % 4)) % 4));

    private async Task<string> Sign(string header, string claims, string algorithm)
    {
        await using var database = NpgsqlDataSource.Create(app.ConnectionString);
        await using var command = database.CreateCommand("select secret from signing_keys");
        var key = (byte[])(await command.ExecuteScalarAsync())!;

        var text = $"{Base64(Encoding.UTF8.GetBytes(header))}.{Base64(Encoding.UTF8.GetBytes(claims))}";
        var bytes = Encoding.ASCII.GetBytes(text);
        return $"{text}." + algorithm switch
        {
            "HS256" => Base64(HMACSHA256.HashData(key, bytes)),
            "HS384" => Base64(HMACSHA384.HashData(key, bytes)),
            "HS512" => Base64(HMACSHA512.HashData(key, bytes)),
            _ => "",
        };
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
