using System.IO.Compression;
using System.Net;
using System.Text;
using EventChat.Acceptance.Support;
using EventChat.Verify;

namespace EventChat.Acceptance.Exports;

/// <summary>Officers have a case written, look how far it is, download it and hand it over; nobody else learns that it exists.</summary>
public sealed class ExportTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_case_is_written_downloaded_and_verified_and_all_of_it_is_on_record()
    {
        var team = await Team();
        for (var i = 0; i < 20; i++) await team.Ada.Say(team.General, $"Tea {i}");
        var asked = new { name = " Case 7 ", channelIds = new[] { team.General }, reason = "Court" };
        var preview = (await team.Bob.Post($"{Exports(team)}/preview", asked).Ok()).Body;
        var requested = await team.Bob.Post(Exports(team), asked, "k1").Ok(202);
        Assert.StartsWith("X", requested.Id, StringComparison.Ordinal);
        Assert.Equal(requested.Id, (await team.Bob.Post(Exports(team), asked, "k1").Ok(202)).Id);

        var done = await Done(team.Bob, requested.Id);
        var counts = done.Body.GetProperty("counts");
        Assert.Equal((preview.Long("events"), preview.Long("messages"), 20), (counts.Long("events"), counts.Long("messages"), counts.Long("messages")));
        var zip = await Download(team.Bob, requested.Id);
        var kept = (await team.Bob.Get("compliance/checkpoints/latest").Ok()).Body;
        var verified = ExportVerifier.Verify(new MemoryStream(zip), Convert.FromHexString(kept.Text("key")));
        Assert.Equal((1, counts.Long("events"), 0), (verified.Streams, verified.Events, verified.LeftOut));
        Assert.Contains("Tea 19", Text(zip, "transcript.html"), StringComparison.Ordinal);
        Assert.Contains(team.Ada.Username, Text(zip, "people.csv"), StringComparison.Ordinal);

        Assert.Equal(requested.Id, (await team.Bob.Get(Exports(team)).Ok()).Items.Single().Text("id"));
        var record = (await team.Ada.Get($"compliance/workspaces/{team.Workspace}/record").Ok()).Items.Select(static e => e.Text("action")).ToList();
        Assert.Contains("governance.export-requested", record);
        Assert.True(record.Count(static action => action == "governance.shown") >= 3, string.Join(' ', record));
    }

    [Fact]
    public async Task A_download_goes_on_where_it_broke_off()
    {
        var team = await Team();
        await team.Ada.Say(team.General, "Hello");
        var id = (await team.Bob.Post(Exports(team), new { name = "Case 7", custodianIds = new[] { team.Ada.Id } }).Ok(202)).Id;
        await Done(team.Bob, id);
        var whole = await Download(team.Bob, id);

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/compliance/exports/{id}/download");
        request.Headers.Authorization = new("Bearer", team.Bob.Token);
        request.Headers.Range = new(100, 299);
        using var part = await app.Server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(whole[100..300], await part.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_cancelled_export_is_gone()
    {
        var team = await Team();
        var id = (await team.Bob.Post(Exports(team), new { name = "Case 7", custodianIds = new[] { team.Ada.Id } }).Ok(202)).Id;
        await team.Bob.Delete($"compliance/exports/{id}?reason=Settled").Ok(204);
        await team.Bob.Delete($"compliance/exports/{id}").Ok(204);

        Assert.Equal("cancelled", (await team.Bob.Get($"compliance/exports/{id}").Ok()).Body.Text("state"));
        await team.Bob.Get($"compliance/exports/{id}/download").Refused(409, "export.not-ready");
    }

    [Fact]
    public async Task Bad_cases_are_refused_with_a_code_each()
    {
        var team = await Team();
        var other = await team.Bob.CreateChannel(await team.Bob.CreateWorkspace());
        (object Case, string Code)[] bad =
        [
            (new { custodianIds = new[] { team.Ada.Id } }, "request.invalid"),
            (new { name = "Case 7" }, "export.no-custodian"),
            (new { name = "Case 7", custodianIds = new[] { team.Mallory.Id } }, "export.stranger"),
            (new { name = "Case 7", channelIds = new[] { other } }, "export.unknown-channel"),
            (new { name = "Case 7", channelIds = new[] { team.General }, from = "2030-01-02T00:00:00Z", to = "2030-01-01T00:00:00Z" }, "export.ends-before-it-begins"),
            (new { name = "Case 7", channelIds = new[] { team.General }, to = "2001-01-01T00:00:00Z" }, "export.before-first-event"),
            (new { name = "Case 7", channelIds = Enumerable.Range(0, 501).Select(static n => $"C000000000000000000000{n:D5}") }, "export.too-wide"),
        ];
        foreach (var (wanted, code) in bad)
            foreach (var path in (string[])[Exports(team), $"{Exports(team)}/preview"]) await team.Bob.Post(path, wanted).Refused(422, code);
        Assert.Empty((await team.Bob.Get(Exports(team)).Ok()).Items);
    }

    [Fact]
    public async Task Only_officers_learn_that_there_is_one()
    {
        var team = await Team();
        var id = (await team.Bob.Post(Exports(team), new { name = "Case 7", custodianIds = new[] { team.Ada.Id } }).Ok(202)).Id;
        foreach (var path in (string[])[Exports(team), $"compliance/exports/{id}", $"compliance/exports/{id}/download"])
        {
            await team.Ada.Get(path).Refused(403, "compliance.officers-only");
            Assert.Equal(404, (await team.Mallory.Get(path)).Status);
        }

        await team.Ada.Post(Exports(team), new { name = "Case 8", custodianIds = new[] { team.Ada.Id } }).Refused(403, "compliance.officers-only");
        await team.Ada.Delete($"compliance/exports/{id}").Refused(403, "compliance.officers-only");
        await team.Mallory.Delete($"compliance/exports/{id}").Refused(404, "export.not-found");
    }

    [Fact]
    public async Task An_export_survives_that_its_server_is_killed()
    {
        using var folder = new DataFolder();
        await using var database = await TestDatabase.Create();
        string id;
        Person bob;
        await using (var first = await ServerProcess.Start(folder, database))
        {
            var team = await Team(await Person.Register(first, "Ada"), await Person.Register(first, "Bob"));
            bob = team.Bob;
            for (var i = 0; i < 300; i++) await team.Ada.Say(team.General, $"Tea {i}");
            id = (await bob.Post(Exports(team), new { name = "Case 7", channelIds = new[] { team.General } }).Ok(202)).Id;
            await first.Kill();
        }

        await using var second = await ServerProcess.Start(folder, database);
        bob = bob.At(second);
        Assert.Equal(300, (await Done(bob, id)).Body.GetProperty("counts").Long("messages"));
        var key = (await bob.Get("compliance/checkpoints/latest").Ok()).Body.Text("key");
        ExportVerifier.Verify(new MemoryStream(await Download(bob, id)), Convert.FromHexString(key));
        Assert.Equal([$"{id}.zip"], Directory.GetFileSystemEntries(Path.Combine(folder.Path, "exports")).Select(Path.GetFileName));
    }

    private async Task<Team> Team() => await Officer(await app.NewTeam());

    private static async Task<Team> Team(Person ada, Person bob) => await Officer(await Support.Team.Gather(ada, bob, bob));

    private static async Task<Team> Officer(Team team)
    {
        await team.Appoint(team.Bob);
        return team;
    }

    public static async Task<Answer> Done(Person officer, string id)
    {
        Answer? answer = null;
        await Eventually.True(async () => (answer = await officer.Get($"compliance/exports/{id}").Ok()).Body.Text("state") is "done" or "failed", TimeSpan.FromSeconds(120), () => answer!.Text);
        Assert.Equal("done", answer!.Body.Text("state"));
        return answer;
    }

    private static async Task<byte[]> Download(Person officer, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/compliance/exports/{id}/download");
        request.Headers.Authorization = new("Bearer", officer.Token);
        using var answer = await officer.Http.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, "application/zip"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static string Exports(Team team) => $"compliance/workspaces/{team.Workspace}/exports";

    private static string Text(byte[] zip, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        using var content = new StreamReader(archive.GetEntry(name)!.Open(), Encoding.UTF8);
        return content.ReadToEnd();
    }
}
