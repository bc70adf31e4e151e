using System.Net.Http.Json;
using System.Text.Json;
using EventChat.Adapters;
using EventChat.Api.Demo;
using EventChat.Events;
using EventChat.Events.Store;

namespace EventChat.Acceptance.Demo;

public sealed class DemoTests : IAsyncLifetime, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("eventchat-irc-");
    private readonly DemoApp app = new();

    public Task InitializeAsync() => Environment.GetEnvironmentVariable(DemoApp.Variable) is null ? Task.CompletedTask : app.InitializeAsync();

    public Task DisposeAsync() => Environment.GetEnvironmentVariable(DemoApp.Variable) is null ? Task.CompletedTask : app.DisposeAsync();

    public void Dispose() => folder.Delete(recursive: true);

    [DemoFact]
    public async Task A_conversation_is_read_in_order_with_its_threads_and_times()
    {
        Write(
            "2030-01-01.general",
            ["=== Ada has joined #general", "[12:00] <Ada> hi", "[12:01] <Bob> yes?", "[12:02] * Ada waves", "=== Ada has left #general", "[12:03] <bob> bye"],
            ["1 1 -", "1 2 -", "2 3 -"]);

        var report = await app.Load(folder.FullName, TextWriter.Null);

        await app.SignIn();
        Assert.Equal(
            ["1 Ada 12:00 hi /0", "2 Bob 12:01 yes? /1", "3 Ada 12:02 _waves_ /1", "4 Bob 12:03 bye /0"],
            (await app.Messages(General)).Select(Line));
        var thread = await app.Get($"channels/{General}/messages/1/thread");
        Assert.Equal([2, 3], thread.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("number").GetInt32()));
        Assert.Equal(2, (await app.Get($"channels/{General}")).GetProperty("memberCount").GetInt32());
        Assert.Equal((3, 2), (report.NewSteps - report.Counts.Messages, report.NewPeople));
    }

    [DemoFact]
    public async Task The_demo_account_sees_a_channel_for_each_log_named_by_its_day()
    {
        Write("2030-01-01.general", ["[12:00] <Ada> hi"]);
        Write("2030-01-02.general", ["[12:00] <Ada> hi"]);
        Write("2030-01-02.random", ["[12:00] <Ada> hi"]);

        await app.Load(folder.FullName, TextWriter.Null);

        await app.SignIn();
        var workspace = (await app.Get("workspaces")).GetProperty("items")[0];
        Assert.Equal("ubuntu-irc", workspace.GetProperty("slug").GetString());
        var channels = (await app.Get($"workspaces/{workspace.GetProperty("id").GetString()}/channels")).GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(
            ["ubuntu-2030-01-01", "ubuntu-2030-01-02.general", "ubuntu-2030-01-02.random"], channels.Select(c => c.GetProperty("name").GetString()!));
        Assert.All(channels, channel => Assert.Contains("CC-BY-4.0", channel.GetProperty("topic").GetString(), StringComparison.Ordinal));
    }

    [DemoFact]
    public async Task Loading_again_changes_nothing_also_after_a_restart_and_after_people_went_on()
    {
        Write("2030-01-01.general", Talk(300));
        await app.Load(folder.FullName, TextWriter.Null);
        await app.SignIn();
        await Post("from somebody else");
        var head = await app.Log.ReadHead(default);

        Assert.True((await app.Load(folder.FullName, TextWriter.Null)).ChangedNothing);
        await app.Restart();
        Assert.True((await app.Load(folder.FullName, TextWriter.Null)).ChangedNothing);

        Assert.Equal(head, await app.Log.ReadHead(default));
    }

    [DemoFact]
    public async Task A_broken_load_goes_on_where_it_stopped_though_others_wrote_meanwhile()
    {
        Write("2030-01-01.general", Talk(5_000), Links(5_000));
        using var breaking = new CancellationTokenSource();
        var load = app.Load(folder.FullName, TextWriter.Null, breaking.Token);
        while (await app.Log.ReadVersion(new($"{StreamName.Channels}{General}"), default) < 1_000) await Task.Delay(5);
        await breaking.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load);
        await app.SignIn();
        await Post("from somebody else");
        await app.Restart();

        var report = await app.Load(folder.FullName, TextWriter.Null);

        Assert.InRange(report.NewSteps, 1, DemoFolder.Read(folder.FullName)[0].Steps.Count - 900);
        await app.SignIn();
        var messages = await app.Messages(General);
        Assert.Equal(5_001, messages.Count);
        Assert.Equal(
            Enumerable.Range(0, 5_000).Select(i => $"message {i}"),
            messages.Select(m => m.GetProperty("text").GetString()!).Where(text => text.StartsWith("message", StringComparison.Ordinal)));
        Assert.True((await app.Load(folder.FullName, TextWriter.Null)).ChangedNothing);
    }

    [DemoFact]
    public async Task A_server_that_has_no_room_at_times_still_gets_everything_in_order()
    {
        var narrow = new DemoApp("--Commands:MaxWaitingPerStream", "50", "--EventStore:MaxQueued", "32");
        await narrow.InitializeAsync();
        Write("2030-01-01.general", Talk(1_000), Links(1_000));

        await narrow.Load(folder.FullName, TextWriter.Null);

        await narrow.SignIn();
        Assert.Equal(
            Enumerable.Range(0, 1_000).Select(static i => $"message {i}"), (await narrow.Messages(General)).Select(static m => m.GetProperty("text").GetString()!));
        await narrow.DisposeAsync();
    }

    [DemoFact]
    public async Task What_is_not_loaded_is_counted_and_named()
    {
        Write(
            "2030-01-01.general",
            ["=== mode/#general [+o ada] by bob", "[12:00] <ada> hi", "[12:00] <bob> ", "no line of a log", "=== ada is now known as Eve", "[12:01] <eve> ho"],
            ["1 3 -", "nonsense"]);

        var report = await app.Load(folder.FullName, TextWriter.Null);

        Assert.Equal(
            [
                "2030-01-01.general.raw.txt:1: other: mode", "2030-01-01.general.raw.txt:3: unreadable: no text",
                "2030-01-01.general.raw.txt:4: unreadable: neither a time nor === at its start", "2030-01-01.general.annotation.txt:1: unused link",
                "2030-01-01.general.annotation.txt:2: unused link",
            ],
            report.Unread.Select(static line => $"{line.File}:{line.Line}: {line.Reason}"));
        Assert.Equal(new DemoCounts(1, 2, 0, 0, 0, 2, 0, 0, 1, 2, 1, 0), report.Counts);
        Assert.Contains(report.Lines("file.txt"), static line => line.StartsWith("  5 lines are not shown: 1 other: mode, 1 unreadable: no text", StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_without_logs_and_one_that_is_not_there_are_refused_in_a_line()
    {
        Assert.Contains("There is no log", Assert.Throws<StartupException>(() => DemoFolder.Read(folder.FullName)).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<StartupException>(() => DemoFolder.Read("/no/such/folder")).Message, StringComparison.Ordinal);
    }

    private static string General => Id.Derive<ChannelId>('C', "demo", "irc", "2030-01-01.general").ToString();

    private static string[] Talk(int messages) => [.. Enumerable.Range(0, messages).SelectMany(static i => (string[])(i % 7 == 0
        ? [$"=== guest{i} has joined #general", $"[{i / 300 + 1:00}:{i / 5 % 60:00}] <guest{i}> message {i}", $"=== guest{i} has left #general"]
        : [$"[{i / 300 + 1:00}:{i / 5 % 60:00}] <{(i % 2 == 0 ? "ada" : "bob")}> message {i}"]))];

    /// <summary>Every message of Ada and Bob answers the one before it.</summary>
    private static string[] Links(int messages)
    {
        var lines = Talk(messages);
        return [.. Enumerable.Range(1, lines.Length - 1).Where(i => lines[i - 1][0] == '[' && lines[i][0] == '[').Select(static i => $"{i - 1} {i} -")];
    }

    private static string Line(JsonElement m) =>
        $"{m.GetProperty("number")} {m.GetProperty("author").GetProperty("name")} {m.GetProperty("sentAt").GetDateTimeOffset():HH:mm} {m.GetProperty("text")} /{DemoApp.Root(m)}";

    private async Task Post(string text)
    {
        using var body = JsonContent.Create(new { text });
        using var answer = await app.Http.PostAsync(new Uri($"/api/v1/channels/{General}/messages", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }

    private void Write(string name, string[] raw, string[]? annotation = null)
    {
        File.WriteAllLines(Path.Combine(folder.FullName, $"{name}.raw.txt"), raw);
        if (annotation is not null) File.WriteAllLines(Path.Combine(folder.FullName, $"{name}.annotation.txt"), annotation);
    }
}
