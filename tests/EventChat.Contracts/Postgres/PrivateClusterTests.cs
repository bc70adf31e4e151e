using System.Diagnostics;
using EventChat.Adapters;
using EventChat.Adapters.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventChat.Contracts.Postgres;

public sealed class PrivateClusterTests : IDisposable
{
    private readonly ClusterHome _home = new();

    [Fact]
    public async Task From_nothing_a_database_comes_up_and_goes_down_with_its_owner()
    {
        int process;
        await using (var cluster = await Start())
        {
            process = cluster.ProcessId;
            Assert.Equal("on", await Ask(cluster, "show fsync"));
            Assert.Equal("on", await Ask(cluster, "show data_checksums"));
            Assert.Equal("UTF8", await Ask(cluster, "show server_encoding"));
            Assert.Equal("eventchat", await Ask(cluster, "select current_database()::text"));
            Assert.Equal("off", await Ask(cluster, "select current_setting('is_superuser')"));
        }

        Assert.False(Directory.Exists($"/proc/{process}"));
        Assert.Contains("database system is shut down", await File.ReadAllTextAsync(_home.Log));
    }

    [Fact]
    public async Task A_restart_keeps_the_data()
    {
        await using (var first = await Start()) await Remember(first, "Ada");

        await using var second = await Start();
        Assert.Equal("Ada", await Recall(second));
    }

    [Fact]
    public async Task A_killed_postmaster_comes_back_at_the_same_address_with_the_data()
    {
        await using var cluster = await Start();
        await Remember(cluster, "Ada");

        for (var kill = 0; kill < 2; kill++)
        {
            var killed = cluster.ProcessId;
            Process.GetProcessById(killed).Kill();
            await Eventually(async () => cluster.ProcessId != killed && await Recall(cluster) == "Ada");
        }
    }

    [Fact]
    public async Task A_cluster_left_running_by_a_killed_owner_is_taken_over()
    {
        await using (var first = await Start()) await Remember(first, "Ada");
        using var orphan = await _home.StartOrphan();

        await using var second = await Start();

        Assert.Equal("Ada", await Recall(second));
        Assert.True(orphan.HasExited);
    }

    [Fact]
    public async Task A_crashed_cluster_whose_number_another_process_has_by_now_starts_again()
    {
        await using (var first = await Start()) await Remember(first, "Ada");
        using (var orphan = await _home.StartOrphan()) await _home.Crash(orphan);
        using var stranger = _home.StartStranger();
        await File.WriteAllTextAsync(_home.PidFile, $"{stranger.Id}\n{_home.Data}\n");

        await using var second = await Start();

        Assert.Equal("Ada", await Recall(second));
        Assert.False(stranger.HasExited);
        stranger.Kill();
    }

    [Fact]
    public async Task A_second_EventChat_on_the_same_folder_is_refused()
    {
        await using var first = await Start();

        var refusal = await Refused();

        Assert.Contains($"process {Environment.ProcessId}", refusal);
        Assert.Contains(_home.Folder, refusal);
        Assert.Equal("eventchat", await Ask(first, "select current_user::text"));
    }

    [Theory]
    [InlineData("PG_VERSION", "rubbish", "PG_VERSION")]
    [InlineData("global/pg_control", "rubbish", "pg_control")]
    [InlineData("PG_VERSION", "9999\n", "PostgreSQL 9999")]
    public async Task A_broken_folder_is_named_with_what_is_broken(string file, string content, string named)
    {
        await using (await Start()) { }
        await File.WriteAllTextAsync(Path.Combine(_home.Data, file), content);

        Assert.Contains(named, await Refused());
    }

    [Fact]
    public async Task An_interrupted_birth_is_begun_again()
    {
        Directory.CreateDirectory(_home.Data + ".new");
        await File.WriteAllTextAsync(Path.Combine(_home.Data + ".new", "PG_VERSION"), "15");

        await using var cluster = await Start();
        Assert.Equal("1", await Ask(cluster, "select '1'"));
    }

    [Fact]
    public async Task PostgreSQL_never_runs_as_root()
    {
        await using var cluster = await Start();

        var uid = (await File.ReadAllLinesAsync($"/proc/{cluster.ProcessId}/status")).First(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        Assert.DoesNotContain("0", uid.Split('\t')[1..]);
    }

    [Fact]
    public async Task Nobody_else_on_the_machine_reaches_it()
    {
        await using var cluster = await Start();
        var socket = new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Host!;

        Assert.Equal("", await Ask(cluster, "show listen_addresses"));
        Assert.Equal("700", ClusterHome.Output("stat", "-c", "%a", socket));
        Assert.Equal("700", ClusterHome.Output("stat", "-c", "%a", _home.Data));
        Assert.Equal("local all all peer map=eventchat\n", await File.ReadAllTextAsync(_home.Access));
    }

    [Fact]
    public async Task A_folder_the_account_cannot_enter_is_named()
    {
        _home.Close();
        Assert.Contains("--data", await Refused());
    }

    [Fact]
    public async Task Binaries_that_are_not_there_are_named()
    {
        var refusal = await Assert.ThrowsAsync<StartupException>(() =>
            PrivateCluster.Start(_home.Folder, "/nowhere", NullLogger.Instance, CancellationToken.None));
        Assert.Contains("/nowhere", refusal.Message);
    }

    [Fact]
    public async Task A_folder_too_deep_for_a_socket_still_works()
    {
        var deep = Path.Combine(_home.Folder, new string('d', 100), "with, comma");
        await using var cluster = await PrivateCluster.Start(deep, NullLogger.Instance, CancellationToken.None);
        Assert.Equal("1", await Ask(cluster, "select '1'"));
    }

    public void Dispose() => _home.Dispose();

    private Task<PrivateCluster> Start() => PrivateCluster.Start(_home.Folder, NullLogger.Instance, CancellationToken.None);

    private async Task<string> Refused()
    {
        var refusal = await Assert.ThrowsAsync<StartupException>(Start);
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal.Message;
    }

    private static async Task Remember(PrivateCluster cluster, string name) =>
        await Ask(cluster, $"create table people (name text); insert into people values ('{name}'); select 1::text");

    private static Task<string?> Recall(PrivateCluster cluster) => Ask(cluster, "select name from people");

    private static async Task<string?> Ask(PrivateCluster cluster, string sql)
    {
        await using var connection = new NpgsqlConnection(cluster.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (string?)await command.ExecuteScalarAsync();
    }

    private static async Task Eventually(Func<Task<bool>> claim)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            try
            {
                if (await claim()) return;
            }
            catch (NpgsqlException)
            {
                // Down for now.
            }

            await Task.Delay(100);
        }

        Assert.Fail("It did not come back within 30 seconds.");
    }
}
