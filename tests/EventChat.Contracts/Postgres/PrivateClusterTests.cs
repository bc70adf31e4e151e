using System.Diagnostics;
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
        await using (var cluster = await _home.Start())
        {
            process = cluster.ProcessId;
            Assert.Equal("on", await ClusterHome.Ask(cluster, "show fsync"));
            Assert.Equal("on", await ClusterHome.Ask(cluster, "show data_checksums"));
            Assert.Equal("UTF8", await ClusterHome.Ask(cluster, "show server_encoding"));
            Assert.Equal("eventchat", await ClusterHome.Ask(cluster, "select current_database()::text"));
            Assert.Equal("off", await ClusterHome.Ask(cluster, "select current_setting('is_superuser')"));
        }

        Assert.False(Directory.Exists($"/proc/{process}"));
        Assert.Contains("database system is shut down", await File.ReadAllTextAsync(_home.Log));
    }

    [Fact]
    public async Task A_restart_keeps_the_data()
    {
        await using (var first = await _home.Start()) await ClusterHome.Remember(first, "Ada");

        await using var second = await _home.Start();
        Assert.Equal("Ada", await ClusterHome.Recall(second));
    }

    [Fact]
    public async Task A_killed_postmaster_comes_back_at_the_same_address_with_the_data()
    {
        await using var cluster = await _home.Start();
        await ClusterHome.Remember(cluster, "Ada");

        for (var kill = 0; kill < 2; kill++)
        {
            var killed = cluster.ProcessId;
            Process.GetProcessById(killed).Kill();
            await Eventually(async () => cluster.ProcessId != killed && await ClusterHome.Recall(cluster) == "Ada");
        }
    }

    [Fact]
    public async Task A_cluster_left_running_by_a_killed_owner_is_taken_over()
    {
        await using (var first = await _home.Start()) await ClusterHome.Remember(first, "Ada");
        using var orphan = await _home.StartOrphan();

        await using var second = await _home.Start();

        Assert.Equal("Ada", await ClusterHome.Recall(second));
        Assert.True(orphan.HasExited);
    }

    [Fact]
    public async Task A_crashed_cluster_whose_number_another_process_has_by_now_starts_again()
    {
        await using (var first = await _home.Start()) await ClusterHome.Remember(first, "Ada");
        using (var orphan = await _home.StartOrphan()) await _home.Crash(orphan);
        using var stranger = _home.StartStranger();
        await File.WriteAllTextAsync(_home.PidFile, $"{stranger.Id}\n{_home.Data}\n");

        await using var second = await _home.Start();

        Assert.Equal("Ada", await ClusterHome.Recall(second));
        Assert.False(stranger.HasExited);
        stranger.Kill();
    }

    [Fact]
    public async Task An_interrupted_birth_is_begun_again()
    {
        Directory.CreateDirectory(_home.Data + ".new");
        await File.WriteAllTextAsync(Path.Combine(_home.Data + ".new", "PG_VERSION"), "15");

        await using var cluster = await _home.Start();
        Assert.Equal("1", await ClusterHome.Ask(cluster, "select '1'"));
    }

    [Fact]
    public async Task A_birth_that_an_orphan_still_works_at_is_begun_again()
    {
        using var orphan = _home.StartOrphanOfBirth();

        await using var cluster = await _home.Start();

        Assert.Equal("1", await ClusterHome.Ask(cluster, "select '1'"));
        Assert.True(orphan.HasExited);
        Assert.False(Directory.Exists(_home.Data + ".new"));
    }

    [Fact]
    public async Task PostgreSQL_never_runs_as_root()
    {
        await using var cluster = await _home.Start();

        var uid = (await File.ReadAllLinesAsync($"/proc/{cluster.ProcessId}/status")).First(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        Assert.DoesNotContain("0", uid.Split('\t')[1..]);
    }

    [Fact]
    public async Task Nobody_else_on_the_machine_reaches_it()
    {
        await using var cluster = await _home.Start();
        var socket = new NpgsqlConnectionStringBuilder(cluster.ConnectionString).Host!;

        Assert.Equal("", await ClusterHome.Ask(cluster, "show listen_addresses"));
        Assert.Equal("700", ClusterHome.Output("stat", "-c", "%a", socket));
        Assert.Equal("700", ClusterHome.Output("stat", "-c", "%a", _home.Data));
        Assert.Equal("local all all peer map=eventchat\n", await File.ReadAllTextAsync(_home.Access));
    }

    [Fact]
    public async Task A_folder_too_deep_for_a_socket_still_works()
    {
        var deep = Path.Combine(_home.Folder, new string('d', 100), "with, comma");
        await using var cluster = await PrivateCluster.Start(deep, NullLogger.Instance, CancellationToken.None);
        Assert.Equal("1", await ClusterHome.Ask(cluster, "select '1'"));
    }

    public void Dispose() => _home.Dispose();

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
