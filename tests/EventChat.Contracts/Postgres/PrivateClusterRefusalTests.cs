using EventChat.Adapters;
using EventChat.Adapters.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventChat.Contracts.Postgres;

public sealed class PrivateClusterRefusalTests : IDisposable
{
    private readonly ClusterHome _home = new();

    [Fact]
    public async Task A_second_EventChat_on_the_same_folder_is_refused()
    {
        await using var first = await _home.Start();

        var refusal = await Refused();

        Assert.Contains($"process {Environment.ProcessId}", refusal);
        Assert.Contains(_home.Folder, refusal);
        Assert.Equal("eventchat", await ClusterHome.Ask(first, "select current_user::text"));
    }

    [Theory]
    [InlineData("PG_VERSION", "rubbish", "PG_VERSION")]
    [InlineData("global/pg_control", "rubbish", "pg_control")]
    [InlineData("PG_VERSION", "9999\n", "PostgreSQL 9999")]
    public async Task A_broken_folder_is_named_with_what_is_broken(string file, string content, string named)
    {
        await using (await _home.Start()) { }
        await File.WriteAllTextAsync(Path.Combine(_home.Data, file), content);

        Assert.Contains(named, await Refused());
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

    public void Dispose() => _home.Dispose();

    private async Task<string> Refused()
    {
        var refusal = await Assert.ThrowsAsync<StartupException>(_home.Start);
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal.Message;
    }
}
