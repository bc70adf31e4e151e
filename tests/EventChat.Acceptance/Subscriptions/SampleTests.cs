using System.Diagnostics;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Subscriptions;

/// <summary>The bots that the documentation shows, as they are.</summary>
public sealed class SampleTests(SubscriptionApp app) : IClassFixture<SubscriptionApp>
{
    private static string Root => Path.GetFullPath(Path.Combine(NodeFolder.Find(), "..", "..", ".."));

    [Fact]
    public Task The_bot_in_CSharp_answers_when_it_is_mentioned_and_survives_restarts() =>
        Answers(static port => new ProcessStartInfo("dotnet", [Path.Combine(Root, "artifacts", "bin", "Bot", "release", "EventChat.Bot.dll"), "--urls", $"http://127.0.0.1:{port}"]));

    [Fact]
    public async Task The_bot_in_JavaScript_answers_when_it_is_mentioned_and_survives_restarts()
    {
        var folder = Directory.CreateTempSubdirectory("eventchat-bot-").FullName;
        File.Copy(Path.Combine(Root, "samples", "javascript", "bot.mjs"), Path.Combine(folder, "bot.mjs"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), Path.Combine(NodeFolder.Find(), "node_modules"));
        try { await Answers(_ => new ProcessStartInfo("node", ["bot.mjs"]) { WorkingDirectory = folder }); }
        finally { Directory.Delete(folder, recursive: true); }
    }

    private async Task Answers(Func<int, ProcessStartInfo> start)
    {
        var team = await app.Team();
        var (robot, bot) = await team.Bot("messages:read", "messages:write", "users:read", "subscriptions:write");
        await team.Add(bot, team.General);
        var port = Ports.Free();

        using (var first = Start(start(port), port, robot, bot))
        {
            await Subscribed(bot, robot);
            await team.Bob.Say(team.General, "Hello all");
            await team.Bob.Say(team.General, $"Hello @{bot.Username}");
            await Said(team, $"You said: Hello @{bot.Username}");
            first.Kill();
            await first.WaitForExitAsync();
        }

        await team.Bob.Say(team.General, $"Are you there, @{bot.Username}?");
        await Task.Delay(300);
        using var second = Start(start(port), port, robot, bot);
        await Said(team, $"You said: Are you there, @{bot.Username}?");
        Assert.Equal(2, (await team.Ada.ReadEvents(team.General)).Count(e => e.Type == "message.sent" && e.Actor == bot.Id));
        Assert.Single((await team.Ada.Get($"apps/{robot}/subscriptions").Ok()).Items);
        second.Kill();
        await second.WaitForExitAsync();
    }

    private static async Task Subscribed(Person bot, string robot) => await Eventually.True(
        async () => (await bot.Get($"apps/{robot}/subscriptions").Ok()).Items.Count == 1, TimeSpan.FromSeconds(60), static () => "the bot has not subscribed");

    /// <summary>In the threads of the messages that mention it.</summary>
    private static async Task Said(Team team, string text) => await Eventually.True(
        async () => (await team.Ada.ReadEvents(team.General)).Exists(e => e.Type == "message.sent" && e.Data.Text("text") == text), TimeSpan.FromSeconds(60), () => $"nobody said '{text}'");

    private Process Start(ProcessStartInfo bot, int port, string robot, Person person)
    {
        bot.UseShellExecute = false;
        foreach (var (name, value) in (IEnumerable<(string, string)>)
        [
            ("EVENTCHAT", person.Http.BaseAddress!.ToString().TrimEnd('/')), ("APP", robot), ("TOKEN", person.Token!), ("URL", $"http://127.0.0.1:{port}/"), ("PORT", $"{port}"),
        ])
            bot.Environment[name] = value;
        return Process.Start(bot)!;
    }
}
