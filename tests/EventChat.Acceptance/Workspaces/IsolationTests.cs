using System.Text.Json;
using System.Text.RegularExpressions;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Workspaces;

/// <summary>
/// Every endpoint of the OpenAPI document, asked by somebody from another workspace: what is there and hidden answers as what is not there. A new endpoint is
/// covered without anybody remembering.
/// </summary>
public sealed partial class IsolationTests(App app) : IClassFixture<App>
{
    /// <summary>Something for every field that a request may have, so that no rule about fields answers before the rule about places.</summary>
    private const string Body = """
        {"name":"moved","command":"/moved","slug":"moved","text":"Hello","number":1,"role":"member","kind":"public","topic":"Tea","purpose":"Tea","reason":"Because","handle":"moved","url":"https://example.org/a.png","userId":"USER","userIds":["USER"],
         "channelIds":[],"maxUses":1,"description":"Here","icon":"https://example.org/a.png",
         "channelId":"C00000000000000000000000000","sendAt":"2999-01-01T00:00:00Z"}
        """;

    /// <summary>What is one's own is put away wherever it was, and so wherever it was not.</summary>
    private static readonly string[] Own = ["DELETE /api/v1/me/drafts/{channelId}", "DELETE /api/v1/me/drafts/{channelId}/{threadRoot}"];

    [Fact]
    public async Task What_is_hidden_answers_as_what_is_not_there()
    {
        var team = await app.NewTeam();
        var stranger = await StrangerWithAWorkspace();
        var cellar = await team.Ada.CreateChannel(team.Workspace, "cellar", "private");
        foreach (var channel in (string[])[team.General, cellar]) await team.Ada.Say(channel, "A secret");
        var session = (await team.Ada.Get("auth/sessions").Ok()).Items[0].Text("id");

        var asked = 0;
        foreach (var (method, path) in (await Endpoints()).Where(static e => e.Path.Contains('{', StringComparison.Ordinal)))
        {
            foreach (var channel in (string[])[team.General, cellar])
            {
                var there = await Ask(stranger, method, path, new(team.Workspace, channel, team.Ada.Id, session));
                var absent = await Ask(stranger, method, path, Places.Nowhere);
                Assert.True(there == absent, $"{method} {path} tells a stranger what is there:\n{there}\nand what is not:\n{absent}");
                Assert.True(there.StartsWith('4') || Own.Contains($"{method} {path}"), $"{method} {path} answers a stranger {there}");
                asked++;
            }
        }

        Assert.InRange(asked, 30, int.MaxValue);
    }

    [Fact]
    public async Task What_a_stranger_lists_has_nothing_of_others()
    {
        var team = await app.NewTeam();
        var stranger = await StrangerWithAWorkspace();
        var said = await team.Ada.Say(team.General, "A secret");

        foreach (var (_, path) in (await Endpoints()).Where(static e => e.Method == "GET" && !e.Path.Contains('{', StringComparison.Ordinal)))
        {
            var answer = await stranger.Get(path["/api/v1/".Length..], said.Position);
            foreach (var theirs in (string[])[team.Workspace, team.General, team.Ada.Id, "A secret"]) Assert.DoesNotContain(theirs, answer.Text);
        }
    }

    [Fact]
    public async Task Without_a_token_nothing_opens_but_the_front_door()
    {
        var nobody = (await app.Team()).Ada.WithToken(null);
        List<string> open = [];
        foreach (var (method, path) in await Endpoints())
        {
            var answer = await nobody.Send(new HttpMethod(method), Fill(path, Places.Nowhere), method == "GET" ? null : "{}");
            if (answer.Code != "auth.required") open.Add($"{method} {path}");
        }

        Assert.Equal(["GET /api/v1/compliance/checkpoints/latest", "GET /api/v1/compliance/checkpoints/{position}", "POST /api/v1/auth/login", "POST /api/v1/auth/refresh", "POST /api/v1/auth/register", "POST /api/v1/responses/{token}"], open.Order(StringComparer.Ordinal));
    }

    private async Task<Person> StrangerWithAWorkspace()
    {
        var stranger = await app.Person("Eve");
        await stranger.CreateChannel(await stranger.CreateWorkspace());
        return stranger;
    }

    private async Task<List<(string Method, string Path)>> Endpoints()
    {
        var document = JsonElement.Parse((await (await app.Team()).Ada.Get("/openapi/v1.json").Ok()).Text);
        return [.. document.GetProperty("paths").EnumerateObject().SelectMany(static path =>
            path.Value.EnumerateObject().Select(operation => (operation.Name.ToUpperInvariant(), path.Name)))];
    }

    private static async Task<string> Ask(Person person, string method, string path, Places places)
    {
        var body = method is "GET" or "DELETE" ? null : Body.Replace("USER", places.User, StringComparison.Ordinal);
        var answer = await person.Send(new HttpMethod(method), Fill(path, places), body);
        return Ids().Replace($"{answer.Status} {answer.Text}", "ID");
    }

    /// <summary>A place in a path that this test does not know is a reason to fail: somebody has to say what stands there.</summary>
    private static string Fill(string path, Places places) => Parameter().Replace(path, match => match.Groups["name"].Value switch
    {
        "workspaceId" => places.Workspace,
        "channelId" => places.Channel,
        "userId" => places.User,
        "sessionId" => places.Session,
        "number" => "1",
        "emoji" => Uri.EscapeDataString("👋"),
        "code" => "no-such-code",
        "groupId" => "G00000000000000000000000000",
        "appId" => "A00000000000000000000000000",
        "tokenId" => "B00000000000000000000000000",
        "hookId" => "N00000000000000000000000000",
        "name" => "parrot",
        "threadRoot" => "1",
        "scheduledId" => "T00000000000000000000000000",
        "inviteId" => "I00000000000000000000000000",
        "subscriptionId" => "K00000000000000000000000000",
        "deliveryId" => "1",
        "erasureId" => "E00000000000000000000000000",
        "holdId" => "H00000000000000000000000000",
        "token" => "no-such-token",
        "position" => "9000000000",
        "exportId" => "X00000000000000000000000000",
        var other => throw new InvalidOperationException($"What stands for {{{other}}} in {path}?"),
    });

    [GeneratedRegex(@"\{(?<name>\w+)(:\w+)?\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Parameter();

    [GeneratedRegex("[A-Z][0-9A-HJKMNP-TV-Z]{26}", RegexOptions.NonBacktracking)]
    private static partial Regex Ids();

    private sealed record Places(string Workspace, string Channel, string User, string Session)
    {
        public static readonly Places Nowhere =
            new("W00000000000000000000000000", "C00000000000000000000000000", "U00000000000000000000000000", "S00000000000000000000000000");
    }
}
