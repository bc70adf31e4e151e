using EventChat.Adapters.EventStore;
using EventChat.Contracts.Support;
using EventChat.Events.Store;
using static EventChat.Contracts.Support.Logs;

namespace EventChat.Contracts.EventStores;

/// <summary>Connections die under load; the server of the database lives.</summary>
public sealed class PostgresFaultTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private const string Writer = "query like '%log_head set position%'", Everybody = "true";
    private PostgresEventStore store = null!;

    public async Task InitializeAsync()
    {
        await database.Run("drop table if exists events, log_head cascade");
        store = await Open(database.Source);
    }

    public async Task DisposeAsync() => await store.DisposeAsync();

    [Theory]
    [InlineData(Writer)]
    [InlineData(Everybody)]
    public async Task What_was_acknowledged_is_there_once_and_the_rest_once_or_not(string whom)
    {
        using var ending = new CancellationTokenSource();
        var killing = Task.Run(() => Kill(whom, times: 20, ending));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            var stream = NewStream();
            List<(Guid Id, bool Acknowledged)> own = [];
            for (var version = 0L; !ending.IsCancellationRequested;)
            {
                var e = Said($"{writer}:{own.Count}");
                try
                {
                    version = (await store.Append(stream, version, e).WaitAsync(TimeSpan.FromSeconds(60)))[^1].Version;
                    own.Add((e.Id, true));
                }
                catch (LogUnavailableException)
                {
                    own.Add((e.Id, false));
                    version = await Patiently(() => store.ReadVersion(stream, CancellationToken.None));
                }
            }

            return own;
        })));
        await killing;

        var stored = (await Patiently(() => store.ReadAll())).Select(static e => e.Id).ToList();
        var acknowledged = outcomes.SelectMany(static o => o).Where(static o => o.Acknowledged).Select(static o => o.Id).ToHashSet();
        Assert.Equal(stored.Count, stored.Distinct().Count());
        Assert.Subset(stored.ToHashSet(), acknowledged);
        Assert.Subset(outcomes.SelectMany(static o => o).Select(static o => o.Id).ToHashSet(), stored.ToHashSet());
        Assert.True(acknowledged.Count > 100);
        Assert.Null((await store.Verify()).Broken);
    }

    [Fact]
    public async Task Nobody_waits_for_ever_where_conflicts_meet_broken_connections()
    {
        using var ending = new CancellationTokenSource();
        var killing = Task.Run(() => Kill(Everybody, times: 20, ending));
        var stream = NewStream();
        await Task.WhenAll(Enumerable.Range(0, 12).Select(writer => Task.Run(async () =>
        {
            while (!ending.IsCancellationRequested)
            {
                try { await store.Append(stream, writer, Said("Hello")).WaitAsync(TimeSpan.FromSeconds(30)); }
                catch (WrongExpectedVersionException) { }
                catch (LogUnavailableException) { }
            }
        })));
        await killing;

        await store.AppendAtEnd(stream, Said("after"));
        Assert.Null((await store.Verify()).Broken);
    }

    [Fact]
    public async Task A_follower_goes_on_when_its_connections_were_broken()
    {
        await using var other = await Open(database.Source);
        using var ending = new CancellationTokenSource();
        var following = other.Follow(Position.Start, StreamFilter.All, static page => page.Events.Texts().Contains("last"));
        var killing = Task.Run(() => Kill(Everybody, times: 5, ending));
        var stream = NewStream();
        var sent = 0;
        for (; !ending.IsCancellationRequested; sent++) await Patiently(() => store.AppendAtEnd(stream, Said($"{sent}")));
        await killing;
        await Patiently(() => store.AppendAtEnd(stream, Said("last")));

        Assert.Equal((await store.ReadAll()).Select(Printed), (await following).SelectMany(static p => p.Events).Select(Printed));
    }

    [Fact]
    public async Task An_engine_that_stays_away_is_told_within_the_patience()
    {
        await using var impatient = await Open(database.Source, new() { PatienceSeconds = 1 });
        var stream = NewStream();
        await impatient.Append(stream, 0, Said("before"));
        await database.Run("alter table log_head rename to log_head_away");
        var begun = TimeProvider.System.GetTimestamp();

        await Assert.ThrowsAsync<LogUnavailableException>(() => impatient.Append(stream, 1, Said("meanwhile")));
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 8);
        await database.Run("alter table log_head_away rename to log_head");

        Assert.Equal(["before", "after"], (await Patiently(async () =>
        {
            await impatient.Append(stream, 1, Said("after"));
            return await impatient.Read(stream);
        })).Texts());
    }

    private async Task Kill(string whom, int times, CancellationTokenSource ending)
    {
        for (var i = 0; i < times; i++)
        {
            await Task.Delay(100);
            await database.Run($"""
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and application_name = 'eventchat' and {whom}
                """);
        }

        await Task.Delay(200);
        await ending.CancelAsync();
    }

    private static async Task<T> Patiently<T>(Func<Task<T>> ask)
    {
        for (var attempt = 0; ; attempt++)
        {
            try { return await ask(); }
            catch (LogUnavailableException) when (attempt < 100) { await Task.Delay(100); }
        }
    }
}
