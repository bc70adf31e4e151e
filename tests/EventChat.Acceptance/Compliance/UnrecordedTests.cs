using EventChat.Acceptance.Support;
using Npgsql;

namespace EventChat.Acceptance.Compliance;

/// <summary>What cannot be recorded is not shown.</summary>
public sealed class UnrecordedTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Where_the_log_takes_no_record_nothing_is_shown()
    {
        var team = await app.Team();
        await team.Appoint(team.Bob);
        var said = await team.Ada.Say(team.General, "A secret");
        var path = $"compliance/workspaces/{team.Workspace}";
        string[] looks =
        [
            $"{path}/record", $"{path}/holds", $"{path}/retention", $"{path}/replay?position={said.Position}&channelId={team.General}", $"{path}/replay/events?channelId={team.General}",
            $"{path}/access/{team.General}/1",
        ];
        await Run("""
            create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no room for it'; end $$;
            create trigger refuse before insert on events for each row when (new.stream like 'governance-%') execute function refuse();
            """);

        foreach (var look in looks)
        {
            var answer = await team.Bob.Get(look).Refused(503, "log.unavailable");
            Assert.DoesNotContain("A secret", answer.Text);
        }

        await team.Bob.Post($"{path}/retention/dry-run", new { }).Refused(503, "log.unavailable");
        await team.Bob.Post($"{path}/holds", new { name = "Case 7", query = "tea" }).Refused(503, "log.unavailable");
        await Run("drop trigger refuse on events");
        foreach (var look in looks) await team.Bob.Get(look).Ok();
        Assert.Empty((await team.Bob.Get($"{path}/holds").Ok()).Items);
    }

    private async Task Run(string sql)
    {
        await using var source = NpgsqlDataSource.Create(app.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
