using EventChat.Acceptance.Support;
using Xunit.Abstractions;

namespace EventChat.Acceptance.Search;

/// <summary>Nothing is found that the reader may not read at that moment.</summary>
public sealed class SearchPermissionTests(App app, ITestOutputHelper output) : IClassFixture<App>
{
    private const int Removals = 500;

    [Fact]
    public async Task A_private_channel_is_searched_by_those_in_it_and_its_name_is_no_name_to_others()
    {
        var team = await app.Team();
        var cellar = await team.Ada.CreateChannel(team.Workspace, "Cellar", "private");
        var last = (await team.Ada.Say(cellar, "secret")).Position;

        Assert.Single(await Found(team.Ada, team, "secret", last));
        Assert.Empty(await Found(team.Bob, team, "secret", last));
        Assert.Equal(await Words(team.Bob, team, "in:#nowhere secret", last), await Words(team.Bob, team, "in:#Cellar secret", last));
        Assert.Equal(await Words(team.Bob, team, "in:C00000000000000000000000000 secret", last), await Words(team.Bob, team, $"in:{cellar} secret", last));

        last = (await team.Add(team.Bob, cellar)).Position;
        Assert.Single(await Found(team.Bob, team, "in:#cellar secret", last));
    }

    [Fact]
    public async Task A_guest_finds_what_is_in_the_channels_of_a_guest_and_a_direct_message_is_found_by_its_two()
    {
        var team = await app.Team();
        await team.Hire(team.Mallory, "guest");
        var lobby = await team.Ada.CreateChannel(team.Workspace, "Lobby");
        await team.Add(team.Mallory, lobby);
        var dm = (await team.Ada.Post($"workspaces/{team.Workspace}/dms", new { userIds = new[] { team.Bob.Id } }).Ok(201)).Id;
        await team.Ada.Say(team.General, "word in general");
        await team.Ada.Say(lobby, "word in the lobby");
        var last = (await team.Ada.Say(dm, "word between us")).Position;

        Assert.Equal(["word in the lobby"], await Found(team.Mallory, team, "word", last));
        Assert.Equal(["word between us", "word in the lobby", "word in general"], await Found(team.Bob, team, "word", last));
    }

    [Fact]
    public async Task A_page_is_filled_up_though_some_of_it_was_taken_away()
    {
        var (here, away) = (await app.Team(), await app.Another());
        var cellar = await here.Ada.CreateChannel(here.Workspace, kind: "private");
        await here.Add(here.Bob, cellar);
        for (var n = 0; n < 10; n++) await here.Ada.Say(here.General, "plain tea");
        var last = 0L;
        for (var n = 0; n < 10; n++) last = (await here.Ada.Say(cellar, "secret tea")).Position;
        Assert.Equal(5, (await Found(here.Bob.At(away), here, "tea", last, 5)).Count(static t => t == "secret tea"));

        await here.Ada.Delete($"channels/{cellar}/members/{here.Bob.Id}").Ok(204);

        Assert.Equal(Enumerable.Repeat("plain tea", 5), await Found(here.Bob.At(away), here, "tea", limit: 5));
    }

    [Fact]
    public async Task Once_a_removal_is_answered_no_other_server_finds_anything()
    {
        using var folder = new DataFolder();
        await using var database = await TestDatabase.Create();
        await using var first = await ServerProcess.Start(folder, database);
        await using var second = await ServerProcess.Start(folder, database);
        var team = await Team.Gather(first);
        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Lane(team, second)));

        output.WriteLine($"{counts.Sum(static c => c.Removals)} removals, {counts.Sum(static c => c.Searches)} searches while out");
        Assert.All(counts, static c => Assert.Empty(c.Leaks));
        Assert.All(counts, static c => Assert.True(c.Searches >= c.Removals));
        Assert.Equal(Removals, counts.Sum(static c => c.Removals));
    }

    /// <summary>Somebody searches all the time, and is put in and taken out meanwhile.</summary>

    private static async Task<(int Removals, int Searches, List<string> Leaks)> Lane(Team team, IServer second)
    {
        var cellar = await team.Ada.CreateChannel(team.Workspace, kind: "private");
        var word = $"secret{cellar.ToLowerInvariant()}";
        var person = await team.Hire(await Person.Register(new Same(team.Ada.Http), "Lane"), "member");
        var last = (await team.Ada.Say(cellar, word)).Position;
        var (there, seat, removals, searches) = (person.At(second), $"channels/{cellar}/members/{person.Id}", 0, 0);
        List<string> leaks = [];
        // Odd while the person is out: from the answer of a removal to the next addition.
        var stay = 0;
        using var over = new CancellationTokenSource();
        var searching = Search();
        for (; removals < Removals / 4; removals++)
        {
            var back = (await team.Ada.Put(seat).Ok()).Position;
            if (removals % 10 == 0) Assert.Single(await Found(there, team, word, Math.Max(back, last)));
            await team.Ada.Delete(seat).Ok(204);
            Interlocked.Increment(ref stay);
            foreach (var q in (string[])[word, $"in:{cellar}", $"{word}+has:link+OR"]) Check(await there.Get($"workspaces/{team.Workspace}/search?q={q}&sort=newest"));
            Interlocked.Increment(ref stay);
        }

        await over.CancelAsync();
        await searching;
        return (removals, searches, leaks);

        async Task Search()
        {
            while (!over.IsCancellationRequested)
            {
                var begun = Volatile.Read(ref stay);
                var answer = await there.Get($"workspaces/{team.Workspace}/search?q={word}&sort=newest");
                if (begun % 2 == 1 && Volatile.Read(ref stay) == begun) Check(answer);
            }
        }

        void Check(Answer answer)
        {
            Interlocked.Increment(ref searches);
            if (answer.Status != 200 || answer.Items.Count > 0) lock (leaks) leaks.Add(answer.Text);
        }
    }

    private static async Task<List<string>> Found(Person who, Team team, string q, long? atLeast = null, int limit = 50) =>
        [.. (await who.Get($"workspaces/{team.Workspace}/search?sort=newest&limit={limit}&q={Uri.EscapeDataString(q)}", atLeast).Ok()).Items.Select(static i => i.GetProperty("message").Text("text"))];

    private static async Task<string> Words(Person who, Team team, string q, long atLeast) =>
        (await who.Get($"workspaces/{team.Workspace}/search?q={Uri.EscapeDataString(q)}", atLeast).Ok()).Text;

    private sealed record Same(HttpClient Http) : IServer;
}
