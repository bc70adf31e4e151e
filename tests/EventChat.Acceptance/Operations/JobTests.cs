using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Operations;

/// <summary>Mails outlive whatever is killed on their way, and what is given up waits for an operator.</summary>
public sealed class JobTests : IAsyncLifetime
{
    private const int Mails = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await TestDatabase.Create();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Killing_RabbitMQ_delays_mails_and_stops_nothing_else()
    {
        await using var broker = await RabbitMqProcess.Start();
        await using var post = await PostOffice.Open();
        await using var server = await Start([.. post.Settings(), "--Jobs:RabbitMq", broker.Address]);
        var team = await Team.Gather(server);
        await Health(team, "ready");
        await Invite(team, "earlier");
        foreach (var address in Addresses("earlier")) await post.To(address);
        for (var n = 1; n <= 50; n++) await team.Ada.Say(team.General, $"earlier {n}");
        await Invite(team, "before");

        await broker.Kill();
        await Invite(team, "during");
        for (var n = 1; n <= 50; n++)
            Assert.True((await team.Ada.Say(team.General, $"{n}")).Position is { } said && (await team.Bob.Get($"channels/{team.General}/messages?limit=1", said).Ok()).Items.Single().Text("text") == $"{n}");
        await Health(team, "degraded");
        await broker.Begin();

        string[] all = [.. Addresses("before"), .. Addresses("during")];
        await Eventually.True(() => Task.FromResult(post.Missing(all).Count == 0), Patience, () => $"{string.Join(' ', post.Missing(all))} had no mail\n{server.Output}");
        await Health(team, "ready");
        Assert.Contains("RabbitMQ cannot be reached", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("eventchat:", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_starts_without_RabbitMQ_and_says_so()
    {
        await using var server = await Start("--Jobs:RabbitMq", "amqp://eventchat:s3cret@127.0.0.1:1");
        var team = await Team.Gather(server);

        await team.Ada.Say(team.General, "Hello");

        await Health(team, "degraded");
        await Eventually.True(() => Task.FromResult(server.Output.Contains("RabbitMQ cannot be reached", StringComparison.Ordinal)), Patience, () => server.Output);
        Assert.DoesNotContain("s3cret", server.Output + server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_that_wait_outlive_the_server_and_the_broker()
    {
        await using var broker = await RabbitMqProcess.Start();
        await using (var server = await Start([.. PostOffice.Closed, "--Jobs:RabbitMq", broker.Address]))
        {
            var team = await Team.Gather(server);
            await Invite(team, "guest");
            await Eventually.True(async () => (await team.Ada.Http.GetStringAsync("/metrics")).Split('\n').Any(static line =>
                line.StartsWith("eventchat_jobs_waiting{", StringComparison.Ordinal) && line.Contains("later", StringComparison.Ordinal) && Waiting(line) == Mails), Patience, static () => "not all wait");
            await server.Kill();
        }

        await broker.Kill();
        await broker.Begin();
        await using var post = await PostOffice.Open();
        await using var next = await Start([.. post.Settings(), "--Jobs:RabbitMq", broker.Address]);

        foreach (var address in Addresses("guest")) await post.To(address);
    }

    [Fact]
    public async Task What_was_given_up_is_listed_looked_into_and_sent_again()
    {
        string code;
        await using (var server = await Start([.. PostOffice.Closed, "--Jobs:GiveUpSeconds", "2"]))
        {
            var team = await Team.Gather(server);
            var invite = await team.Ada.Post($"workspaces/{team.Workspace}/invites", new { email = "guest@example.org" }).Ok(201);
            code = invite.Body.Text("code");
            await Eventually.True(async () => (await Jobs()).Output.Contains("1 failed jobs", StringComparison.Ordinal), Patience, static () => "nothing was given up");
        }

        Assert.Matches(@"^1  mail  \d{4}-.*Z  SocketException: ", (await Jobs()).Output);
        var shown = (await Jobs("show", "1")).Output;
        Assert.Contains("guest@example.org", shown, StringComparison.Ordinal);
        Assert.Contains("0 times so far", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(code, shown, StringComparison.Ordinal);
        foreach (var words in (string[][])[["show", "2"], ["retry", "2"], ["delete", "x"]]) Assert.Equal(1, (await Jobs(words)).Code);
        Assert.Equal(0, (await Jobs("retry", "1")).Code);
        Assert.Contains("is sent again", (await Jobs("list")).Output, StringComparison.Ordinal);
        await using var post = await PostOffice.Open();
        await using var next = await Start(post.Settings());

        Assert.Contains(code, (await post.To("guest@example.org")).Text("text"), StringComparison.Ordinal);
        await Eventually.True(async () => (await Jobs()).Output == "0 failed jobs", Patience, static () => "it is kept still");
    }

    private static IEnumerable<string> Addresses(string name) => Enumerable.Range(1, Mails).Select(n => $"{name}{n}@example.org");

    private static double Waiting(string line) => double.Parse(line.Split(' ')[1]);

    private static async Task Invite(Team team, string name)
    {
        foreach (var email in Addresses(name)) await team.Ada.Post($"workspaces/{team.Workspace}/invites", new { email }).Ok(201);
    }

    private static Task Health(Team team, string status) => Eventually.True(
        async () => await team.Ada.Http.GetAsync("/health/ready") is { IsSuccessStatusCode: true } answer && (await answer.Content.ReadAsStringAsync()).Contains($"\"status\":\"{status}\"", StringComparison.Ordinal),
        Patience, () => $"health is not {status}");

    /// <summary>Nobody is away, so that invites are all that is mailed.</summary>
    private Task<ServerProcess> Start(params string[] settings) =>
        ServerProcess.Start("/nowhere", ["--ConnectionStrings:Postgres", database.ConnectionString, .. settings, "--Mail:AwayMinutes", "10000"]);

    private Task<(int Code, string Output, string Errors)> Jobs(params string[] words) => ServerProcess.Run(["jobs", .. words, "--ConnectionStrings:Postgres", database.ConnectionString]);
}
