using System.Text;
using System.Text.Json;
using CsCheck;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Abuse;

/// <summary>Whatever is sent to whichever address of the reference, the server never fails and never shows a stack trace.</summary>
public sealed class RandomRequestTests(App app) : IClassFixture<App>
{
    private static readonly string[] Fields =
    [
        "text", "threadRoot", "broadcast", "clientMessageId", "name", "slug", "kind", "topic", "purpose", "role", "number", "email", "username", "displayName",
        "password", "login",
    ];

    private static readonly Gen<string> Odd = Gen.OneOf(
        "", "0", "-1", "1", "2147483647", "2147483648", "99999999999999999999", "null", "true", "..", "%00", "a\0b", "👋", "\ud83d", "'", "\"", "<b>", "a b", "*",
        "C00000000000000000000000000", "U00000000000000000000000000", "W00000000000000000000000000", "public", "owner", "\u202e", "a@b", "ada@example.org");

    private static readonly Gen<string> Word = Gen.Frequency((3, Odd), (1, Gen.String[0, 40]), (1, Gen.String[Gen.Char.AlphaNumeric, 1, 300]));

    private static readonly Gen<string> Value = Gen.Recursive<string>(static (depth, inner) => Gen.Frequency(
        (6, Word.Select(static w => JsonSerializer.Serialize(w))), (2, Gen.Int.Select(static n => $"{n}")), (1, Gen.Double.Select(static d => $"{d}")),
        (1, Gen.OneOf("true", "false", "null", "1e400", "-0", "\"\\ud800\"")),
        (depth < 4 ? 1 : 0, inner.Array[0, 3].Select(static items => $"[{string.Join(',', items)}]")),
        (depth < 4 ? 1 : 0, inner.Select(static item => $$"""{"x":{{item}}}"""))));

    private static readonly Gen<string> Some = Gen.Select(Gen.OneOf(Fields), Value).Array[0, 4].Select(static fields =>
        string.Join(',', fields.Select(static f => $"\"{f.Item1}\":{f.Item2}")));

    /// <summary>What every address takes, so that what stands behind it decides: the last of two fields of a name counts.</summary>
    private static readonly Gen<string> Good = Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 8, 8], Gen.Int[0, 3], static (word, number) =>
        $$"""
        "text":"{{word}}","name":"{{word}}","slug":"{{word.ToLowerInvariant()}}","kind":"public","role":"member","number":{{number}},"email":"{{word}}@example.org",
        "username":"{{word}}","displayName":"{{word}}","password":"{{word}}","login":"{{word}}"
        """);

    private static readonly Gen<string> Body = Gen.Frequency(
        (4, Some.Select(static some => $"{{{some}}}")), (4, Gen.Select(Good, Some, static (good, some) => $"{{{good}{(some.Length > 0 ? "," : "")}{some}}}")),
        (1, Value), (1, Gen.String[0, 60]), (1, Gen.Const("")));

    private static readonly Gen<(string Name, string Value)[]> Query = Gen.Select(
        Gen.OneOf("limit", "before", "after", "around", "access_token", "x"), Word, static (name, value) => (name, value)).Array[0, 3];

    private static readonly Gen<(string, string)> Header = Gen.Select(
        Gen.OneOf("Idempotency-Key", "EventChat-Min-Position", "Accept", "Content-Type", "Authorization"),
        Gen.Frequency((3, Gen.OneOf("1", "0", "-1", "x", "text/html", "Bearer x", "Bearer", "application/json")), (1, Gen.String[Gen.Char[' ', '~'], 0, 60])));

    [Fact]
    public async Task No_request_makes_the_server_fail()
    {
        var team = await app.Team();
        await team.Ada.Say(team.General, "Hello");
        var known = Gen.OneOf(team.Workspace, team.General, team.Ada.Id, team.Bob.Id, "1", "👋");
        var request = Gen.Select(
            Gen.OneOf((await Operations(team.Ada)).ToArray()), Gen.Frequency((3, known), (1, Word)).Array[4], Query, Body, Header.Array[0, 2], Gen.Int[0, 3]);

        await request.SampleAsync(async (operation, parts, query, body, headers, who) =>
        {
            var person = who switch { 0 => team.Ada.WithToken(null), 1 => team.Mallory, 2 => team.Bob, _ => team.Ada };
            var path = Fill(operation.Path, team, parts) + (query.Length == 0 ? "" : "?" + string.Join('&', query.Select(static q => $"{q.Name}={Escape(q.Value)}")));
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            var answer = await person.Send(new(operation.Method), path, operation.Method is "GET" ? null : content, Polite(headers));

            Assert.True(answer.Status < 500 || (answer.Status == 503 && answer.Headers.ContainsKey("Retry-After")), $"{answer.Request} with {body}: {answer.Status} {answer.Text}");
            Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
            if (answer.Status >= 400 && answer.Text.Length > 0) answer.Refused(answer.Status, answer.Code ?? "no code");
        }, iter: 4_000, threads: 4);

        Assert.Empty(app.Server.Errors);
        await team.Ada.Get("/health/ready").Ok();
    }

    /// <summary>Every address and method of the reference, but for those of SignalR and the long texts of operations.</summary>
    private static async Task<List<(string Method, string Path)>> Operations(Person ada)
    {
        var paths = (await ada.Get("/openapi/v1.json").Ok()).Body.GetProperty("paths").EnumerateObject();
        List<(string, string)> operations = [.. paths.SelectMany(static p => p.Value.EnumerateObject().Select(o => (o.Name.ToUpperInvariant(), p.Name)))];
        Assert.True(operations.Count > 30, $"The reference has only {operations.Count} operations.");
        return operations;
    }

    /// <summary>Mostly the right kind of id in each place, so that requests come far.</summary>
    private static string Fill(string path, Team team, string[] parts)
    {
        var filled = new StringBuilder();
        var n = 0;
        foreach (var segment in path.Split('/').Skip(1))
        {
            var part = n < parts.Length && parts[n].Length > 0 ? parts[n] : "x";
            filled.Append('/').Append(segment switch
            {
                "{channelId}" when part.Length % 4 != 0 => team.General,
                "{workspaceId}" when part.Length % 4 != 0 => team.Workspace,
                "{userId}" when part.Length % 4 != 0 => team.Bob.Id,
                ['{', ..] => Escape(part),
                _ => segment,
            });
            if (segment.StartsWith('{')) n++;
        }

        return filled.ToString();
    }

    private static string Escape(string text) => Uri.EscapeDataString(text);

    /// <summary>Waiting for a position that does not come is right, but takes two seconds each time.</summary>
    private static (string, string)[] Polite((string Name, string Value)[] headers) =>
        [.. headers.Where(static h => h.Name != "EventChat-Min-Position" || !long.TryParse(h.Value, out var position) || position < 5)];
}
