using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Messages;

/// <summary>What was answered before a restart is so after it.</summary>
public sealed class RestartTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Keys_tokens_names_and_words_survive_a_restart()
    {
        var before = await app.Team();
        var (path, looms) = ($"workspaces/{before.Workspace}/channels", new { name = "looms" });
        var said = await before.Ada.Say(before.General, "Hello", "key");
        var made = await before.Ada.Post(path, looms, "key").Ok(201);
        var workspace = await before.Ada.Post("workspaces", new { name = "Second", slug = "second" }, "key").Ok(201);

        await app.Restart();
        var after = before.At(app.Server);

        Assert.Equal(said.Text, (await after.Ada.Say(before.General, "Hello", "key")).Text);
        Assert.Equal(made.Id, (await after.Ada.Post(path, looms, "key").Ok(201)).Id);
        Assert.Equal(workspace.Text, (await after.Ada.Post("workspaces", new { name = "Second", slug = "second" }, "key").Ok(201)).Text);
        await after.Ada.Post($"channels/{before.General}/messages", new { text = "Hello?", clientMessageId = "key" }).Refused(422, "idempotency.key-reused");
        await after.Bob.Post(path, looms).Refused(409, "channel.name-taken");
        Assert.Equal(["Hello"], (await after.Bob.ReadBack(before.General)).Select(static m => m.Text("text")));
        Assert.Equal(2, (await after.Bob.Say(before.General, "And on it goes")).Number);
    }
}
