using EventChat.Acceptance.Support;
using Npgsql;

namespace EventChat.Acceptance.Operations;

/// <summary>An operator finds out whose counts are not what the log says, and has them mended while no server runs.</summary>
public sealed class CountsTests : IAsyncLifetime
{
    private TestDatabase database = null!;

    private string[] Connected => ["--ConnectionStrings:Postgres", database.ConnectionString];

    public async Task InitializeAsync() => database = await TestDatabase.Create();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Theory]
    [InlineData("update readmodels.mt_doc_markview set data = data || '{\"lastRead\": 3}' where id like $1", "0 unread after 3")]
    [InlineData("delete from readmodels.mt_doc_markview where id like $1", "nothing")]
    public async Task Counts_that_are_wrong_are_named_with_whose_they_are_and_repaired(string corruption, string shown)
    {
        var team = await BobHasTwoUnread();
        await Corrupt(corruption, $"{team.Bob.Id}:%");

        var (code, output, _) = await Run("verify", "--person", team.Bob.Username);
        Assert.Equal(2, code);
        var wrong = Assert.Single(output.Split('\n'), static line => line.StartsWith("WRONG", StringComparison.Ordinal));
        Assert.Matches($"WRONG for {team.Bob.Id}: shown .*{shown}.*, the log says {team.General}: 2 unread after 1", wrong);
        Assert.Equal(2, (await Run("verify", "--person", "all")).Code);
        Assert.Equal(0, (await Run("verify", "--person", team.Ada.Id)).Code);

        Assert.Equal(0, (await Run("repair")).Code);

        (code, output, _) = await Run("verify", "--person", "all");
        Assert.True(code == 0, output);
        Assert.Contains("counts of 2 people: all as the log says", output, StringComparison.Ordinal);
        await using var server = await Start();
        Assert.Equal(2, (await team.Bob.At(server).Get("me/unreads").Ok()).Items.Single().Long("unread"));
    }

    [Theory]
    [InlineData("verify", "--person", "nobody")]
    [InlineData("verify", "--person=nobody")]
    [InlineData("verify", "--Previews:Enabled=false", "--person", "nobody")]
    [InlineData("repair", "--person=nobody")]
    public async Task Whoever_is_not_there_is_said_to_be_so(params string[] command)
    {
        var (code, _, errors) = await Run(command);

        Assert.Equal(1, code);
        Assert.Contains("Nobody is called 'nobody'.", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private Task<ServerProcess> Start() => ServerProcess.Start("/nowhere", Connected);

    private Task<(int Code, string Output, string Errors)> Run(params string[] command) => ServerProcess.Run([.. command, .. Connected]);

    private async Task<Team> BobHasTwoUnread()
    {
        await using var server = await Start();
        var team = await Team.Gather(server);
        foreach (var text in (string[])["Hello", "Bob?", "Are you there?"]) await team.Ada.Say(team.General, text);
        var read = await team.Bob.Put($"channels/{team.General}/read", new { number = 1 }).Ok();
        Assert.Equal(2, (await team.Bob.Get("me/unreads", read.Position).Ok()).Items.Single().Long("unread"));
        Assert.Equal(0, await server.Stop());
        return team;
    }

    private async Task Corrupt(string sql, string rows)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = rows });
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
