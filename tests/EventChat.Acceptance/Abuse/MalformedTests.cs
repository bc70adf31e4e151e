using System.Net.Http.Headers;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Abuse;

/// <summary>What cannot be read is refused with a code, never with a failure of the server.</summary>
public sealed class MalformedTests(App app) : IClassFixture<App>, IAsyncLifetime
{
    private Team? team;

    private Person Ada => team!.Ada;
    private string Messages => $"channels/{team!.General}/messages";

    public async Task InitializeAsync() => team = await app.Team();

    public Task DisposeAsync()
    {
        Assert.Empty(app.Server.Errors);
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("nonsense")]
    [InlineData("{\"text\":}")]
    [InlineData("{\"text\":\"a\"")]
    [InlineData("{\"text\":\"a\"}{}")]
    [InlineData("{\"text\":\"a\u0001b\"}")]
    [InlineData("{\"text\":\"a\\ud800b\"}")]
    [InlineData("{\"text\":\"\\udc00\"}")]
    [InlineData("{\"text\":\"\\u12\"}")]
    [InlineData("{'text':'a'}")]
    [InlineData("{\"text\":1}")]
    [InlineData("{\"text\":[\"a\"]}")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"text\":\"a\",\"threadRoot\":1.5}")]
    [InlineData("{\"text\":\"a\",\"threadRoot\":2147483648}")]
    [InlineData("{\"text\":\"a\",\"threadRoot\":1e99}")]
    [InlineData("{\"text\":\"a\",\"broadcast\":\"yes\"}")]
    [InlineData("{\"text\":\"a\",\"clientMessageId\":7}")]
    public async Task A_body_that_is_not_the_JSON_expected_is_refused(string body) =>
        await Ada.Post(Messages, body).Refused(400, "request.malformed-json");

    [Theory]
    [InlineData("channels", """{"name":"x","kind":"secret"}""", "public, private, dm")]
    [InlineData("channels", """{"name":"x","kind":"publicly"}""", "public, private, dm")]
    [InlineData("channels", """{"name":"x","kind":0}""", "public, private, dm")]
    [InlineData("invites", """{"role":"king"}""", "guest, member, admin, owner")]
    public async Task A_word_that_is_none_is_told_which_there_are(string path, string body, string words)
    {
        var refused = await Ada.Post($"workspaces/{team!.Workspace}/{path}", body).Refused(400, "request.malformed-json");
        Assert.EndsWith($" It takes one of {words}.", refused.Body.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_body_and_null_for_a_body_are_refused()
    {
        await Ada.Post(Messages, "").Refused(400, "request.malformed");
        await Ada.Post(Messages, "null").Refused(400, "request.malformed");
    }

    [Theory]
    [InlineData(70)]
    [InlineData(50_000)]
    public async Task JSON_that_is_nested_too_deep_is_refused(int depth)
    {
        await Ada.Post(Messages, new string('[', depth)).Refused(400, "request.malformed-json");
        await Ada.Post(Messages, "{\"x\":" + new string('[', depth) + new string(']', depth) + "}").Refused(400, "request.malformed-json");
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe })]
    [InlineData(new byte[] { 0xc3, 0x28 })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xf8, 0x88, 0x80, 0x80, 0x80 })]
    [InlineData(new byte[] { 0xe2, 0x82 })]
    public async Task Bytes_that_are_no_UTF8_are_refused(byte[] bytes) =>
        await Ada.Post(Messages, Json([.. "{\"text\":\""u8, .. bytes, .. "\"}"u8])).Refused(400, "request.malformed-json");

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=nonsense")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData(null)]
    public async Task Another_content_type_is_refused(string? type)
    {
        var content = new ByteArrayContent("{\"text\":\"Hello\"}"u8.ToArray());
        if (type is not null) content.Headers.TryAddWithoutValidation("Content-Type", type);

        await Ada.Post(Messages, content).Refused(415, "request.content-type");
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"")]
    [InlineData("application/json; x=y")]
    [InlineData("application/merge-patch+json")]
    public async Task UTF8_is_taken_however_it_is_announced(string type)
    {
        var content = new ByteArrayContent("{\"text\":\"Hello\"}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        await Ada.Post(Messages, content).Ok(201);
    }

    [Theory]
    [InlineData("gzip", 415)]
    [InlineData("br", 415)]
    [InlineData("identity, gzip", 415)]
    [InlineData("identity", 201)]
    public async Task What_was_packed_is_not_unpacked(string coding, int status)
    {
        var content = Json([.. "{\"text\":\"Hello\"}"u8]);
        content.Headers.TryAddWithoutValidation("Content-Encoding", coding);

        var answer = await Ada.Post(Messages, content);

        if (status == 201) answer.Ok(201);
        else Assert.Equal("identity", answer.Refused(415, "request.content-encoding").Headers["Accept-Encoding"]);
    }

    [Fact]
    public async Task Ten_megabytes_are_too_many_and_so_is_what_does_not_say_its_length()
    {
        var announced = await Ada.Send(HttpMethod.Post, Messages, Json(new byte[10_000_000]), ("Expect", "100-continue"));
        announced.Refused(413, "request.too-large");

        var chunks = $"80000\r\n{new string(' ', 263_000)}";
        (await RawHttp.Send(Ada, "POST", $"/api/v1/{Messages}", chunks, "Transfer-Encoding: chunked")).Refused(413, "request.too-large");
        await Ada.Say(team!.General, "And on it goes");
    }

    [Theory]
    [InlineData("GET", "channels/nonsense")]
    [InlineData("GET", "channels/C123/messages")]
    [InlineData("GET", "channels/c01m822c98ynnwbm4v7j2dwvf8g/messages")]
    [InlineData("GET", "channels/U00000000000000000000000000")]
    [InlineData("GET", "channels/C8ZZZZZZZZZZZZZZZZZZZZZZZZZ")]
    [InlineData("GET", "channels/C0000000000000000000000000I")]
    [InlineData("GET", "workspaces/C00000000000000000000000000")]
    [InlineData("GET", "users/0")]
    [InlineData("PUT", "workspaces/W00000000000000000000000000/members/nobody")]
    [InlineData("DELETE", "channels/C00000000000000000000000000/members/%F0%9F%91%8B")]
    [InlineData("GET", "workspaces/W00000000000000000000000000/channels?limit=x")]
    public async Task An_id_or_number_that_cannot_be_read_is_refused(string method, string path)
    {
        var answer = await Ada.Send(new(method), path, method == "PUT" ? "{}" : null);
        answer.Refused(400, "request.malformed");
        Assert.DoesNotContain("EventChat.", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("messages/99999999999")]
    [InlineData("messages/1.5")]
    [InlineData("messages/one")]
    [InlineData("messages/0x1")]
    public async Task A_message_number_that_is_none_is_no_address(string path) =>
        await Ada.Get($"channels/{team!.General}/{path}").Refused(404, "route.not-found");

    [Theory]
    [InlineData("""{"name":"x","kind":"secret"}""")]
    [InlineData("""{"name":"x","kind":7}""")]
    [InlineData("""{"name":"x","kind":"Public, Private"}""")]
    [InlineData("""{"name":"x","kind":""}""")]
    public async Task An_unknown_word_for_a_kind_is_refused(string body) =>
        await Ada.Post($"workspaces/{team!.Workspace}/channels", body).Refused(400, "request.malformed-json");

    [Theory]
    [InlineData("2027-02-30T10:00:00Z")]
    [InlineData("2027-02-20T25:00:00Z")]
    [InlineData("2027-02-20T10:00:00")]
    [InlineData("2027-02-20")]
    [InlineData("tomorrow")]
    [InlineData("")]
    public async Task A_moment_that_does_not_exist_or_is_another_one_elsewhere_is_refused(string sendAt)
    {
        var answer = await Ada.Post($"channels/{team!.General}/scheduled", new { text = "a", sendAt }).Refused(400, "request.malformed-json");
        Assert.Contains("$.sendAt", answer.Body.Text("detail"), StringComparison.Ordinal);
        Assert.Contains("2030-01-01T12:00:00Z", answer.Body.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_says_what_should_have_been_there()
    {
        var direct = await Ada.Post($"workspaces/{team!.Workspace}/dms", """{"userIds":["Bob"]}""").Refused(400, "request.malformed-json");
        Assert.EndsWith("It takes an id that begins with U.", direct.Body.Text("detail"), StringComparison.Ordinal);
        var id = await Ada.Get("channels/general/messages").Refused(400, "request.malformed");
        Assert.Equal("'channelId' cannot be read: 'general'.", id.Body.Text("detail"));
    }

    private static ByteArrayContent Json(byte[] bytes) => new(bytes) { Headers = { ContentType = MediaTypeHeaderValue.Parse("application/json") } };
}
