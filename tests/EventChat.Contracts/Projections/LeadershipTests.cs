using EventChat.Contracts.Support;
using EventChat.Projections.Running;

namespace EventChat.Contracts.Projections;

/// <summary>Two servers over one database: each projection is kept by one of them.</summary>
public sealed class LeadershipTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private ServerNode first = null!, second = null!;
    private int All => first.Get<Rebuild>().Names.Count;
    private RandomPages firstLog = null!, secondLog = null!;

    public async Task InitializeAsync()
    {
        await database.Run("drop table if exists events, log_head cascade; drop schema if exists readmodels cascade");
        first = await ServerNode.Start(database.Source, log => firstLog = new(log, 1));
        second = await ServerNode.Start(database.Source, log => secondLog = new(log, 2));
    }

    public async Task DisposeAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
    }

    [Fact]
    public async Task Only_one_leads_and_the_other_takes_over_when_it_stops()
    {
        var life = new RandomLife(second, 21);
        await first.Project();
        await life.Begin();
        await first.CaughtUp();
        await second.Project();
        await life.GoTogether(100);
        await first.CaughtUp();
        Assert.Equal((All, 0), (firstLog.Subscriptions, secondLog.Subscriptions));

        var living = life.Go(100);
        await first.StopProjecting();
        await living;
        await second.CaughtUp();

        Assert.Equal((All, All), (firstLog.Subscriptions, secondLog.Subscriptions));
        await AssertRight();
    }

    [Fact]
    public async Task Who_loses_the_lock_writes_nothing_more_and_nothing_is_counted_twice()
    {
        var life = new RandomLife(second, 22);
        await life.Begin();
        await first.Project();
        await second.Project();
        for (var i = 0; i < 15; i++)
        {
            await life.GoTogether(40);
            await database.Run("""
                select pg_terminate_backend(pid) from pg_locks
                where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
                """);
        }

        await life.Go(10);
        await second.CaughtUp();

        Assert.True(firstLog.Subscriptions + secondLog.Subscriptions > All);
        await AssertRight();
    }

    [Fact]
    public async Task A_connection_that_is_lost_is_told_in_one_line_for_each_projection()
    {
        var life = new RandomLife(second, 23);
        await life.Begin();
        await first.Project();
        await first.CaughtUp();
        await database.Run("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'eventchat'");
        await life.Go(10);
        await first.CaughtUp();

        var names = first.Get<Rebuild>().Names;
        var told = first.Get<Journal>().Lines.Where(line => names.Any(name => line.StartsWith($"Warning {name} ", StringComparison.Ordinal))).ToList();
        Assert.Equal(All, told.Select(static line => line.Split(' ')[1]).Distinct().Count());
        Assert.All(told, static line => Assert.True(
            line.Contains(" waits for the database and goes on when it is back: ", StringComparison.Ordinal) && !line.Contains('\n', StringComparison.Ordinal), line));
    }

    private async Task AssertRight()
    {
        await first.StopProjecting();
        await second.StopProjecting();
        var folded = await database.Views();
        await first.RebuildAll();
        Assert.Equal(await database.Views(), folded);
    }
}
