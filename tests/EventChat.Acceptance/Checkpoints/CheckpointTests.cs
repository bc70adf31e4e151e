using System.Diagnostics;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Checkpoints;

/// <summary>Anybody may keep a checkpoint, check its signature with what is on their machine, and have the log held against it.</summary>
public sealed class CheckpointTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Somebody_who_has_not_signed_in_gets_it()
    {
        var nobody = (await app.Team()).Ada.WithToken(null);
        var newest = await KeptCheckpoint.Newest(nobody);

        Assert.Equal(newest.Text, (await nobody.Get($"compliance/checkpoints/{newest.Body.Long("position")}").Ok()).Text);
        await nobody.Get("compliance/checkpoints/9000000000").Refused(404, "checkpoint.not-found");
        await nobody.Get("compliance/checkpoints/soon").Refused(400, "request.malformed");
        foreach (var line in (string[])[$"position {newest.Body.Long("position")}", $"streams {newest.Body.Long("streams")}", $"root {newest.Body.Text("root")}", $"key {newest.Body.Text("key")}"])
            Assert.Contains(line, newest.Body.Text("text").Split('\n'));
    }

    [Fact]
    public async Task Looking_has_a_budget()
    {
        var nobody = (await app.Team()).Ada.WithToken(null).At(await app.Another("--RateLimits:Enabled", "true", "--RateLimits:Checkpoints:Limit", "3"));
        for (var i = 0; i < 3; i++) Assert.NotEqual(429, (await nobody.Get("compliance/checkpoints/latest")).Status);
        await nobody.Get("compliance/checkpoints/latest").Refused(429, "rate-limit.exceeded");
    }

    [Fact]
    public async Task Its_signature_is_good_for_openssl()
    {
        var kept = (await KeptCheckpoint.Newest((await app.Team()).Ada)).Body;
        using var folder = new DataFolder();
        Directory.CreateDirectory(folder.Path);
        // The DER of an Ed25519 key is these twelve bytes and the key itself (RFC 8410).
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "key"), [.. Convert.FromHexString("302a300506032b6570032100"), .. Convert.FromHexString(kept.Text("key"))]);
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "signature"), Convert.FromHexString(kept.Text("signature")));
        var text = Path.Combine(folder.Path, "text");
        await File.WriteAllTextAsync(text, kept.Text("text"));
        Assert.Equal(0, await OpenSsl(folder.Path));

        await File.AppendAllTextAsync(text, " ");
        Assert.Equal(1, await OpenSsl(folder.Path));
    }

    [Fact]
    public async Task An_operator_holds_the_log_against_one_that_somebody_kept()
    {
        using var folder = new DataFolder();
        await using var database = await TestDatabase.Create();
        string[] connected = ["--ConnectionStrings:Postgres", database.ConnectionString, "--Data", folder.Path];
        var kept = Path.Combine(Path.GetTempPath(), $"eventchat-{Guid.CreateVersion7():n}.json");
        await using (var server = await ServerProcess.Start(folder, database))
        {
            var ada = await Person.Register(server, "Ada");
            await File.WriteAllTextAsync(kept, (await KeptCheckpoint.Newest(ada)).Text);
            var channel = await ada.CreateChannel(await ada.CreateWorkspace());
            for (var i = 0; i < 10; i++) await ada.Say(channel, $"{i}");
        }

        var (code, output, errors) = await ServerProcess.Run(["verify", "--checkpoint", kept, .. connected]);
        Assert.True((code, errors) == (0, ""), output + errors);
        Assert.Contains("every chain intact, as 2 checkpoints say", output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(kept, (await File.ReadAllTextAsync(kept)).Replace("\"signature\":\"", "\"signature\":\"00", StringComparison.Ordinal));
        (code, output, _) = await ServerProcess.Run(["verify", "--checkpoint", kept, .. connected]);
        Assert.Equal(2, code);
        Assert.Contains("the signature of the checkpoint at position", output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(kept, "{}");
        (code, _, errors) = await ServerProcess.Run(["verify", "--checkpoint", kept, .. connected]);
        Assert.Equal(1, code);
        Assert.Contains("is no checkpoint", errors, StringComparison.Ordinal);
        File.Delete(kept);
    }

    private static async Task<int> OpenSsl(string folder)
    {
        using var openssl = Process.Start(new ProcessStartInfo("openssl", ["pkeyutl", "-verify", "-rawin", "-pubin", "-keyform", "DER", "-inkey", "key", "-in", "text", "-sigfile", "signature"])
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        await openssl.WaitForExitAsync();
        return openssl.ExitCode;
    }
}
