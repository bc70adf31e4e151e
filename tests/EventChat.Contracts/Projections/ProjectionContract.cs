using EventChat.Commands.Handling;
using EventChat.Commands.Privacy;
using EventChat.Contracts.Support;
using EventChat.Events;
using EventChat.Events.Privacy;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Contracts.Projections;

/// <summary>Whatever happens and however it is cut into pages, what was folded bit by bit is what a rebuild makes of the log.</summary>
public sealed class ProjectionContract(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_rebuild_equals_what_was_folded_bit_by_bit(int seed)
    {
        await using var server = await ServerNode.Start(database.Source, log => new RandomPages(log, seed));
        await server.Project();
        var life = new RandomLife(server, seed);
        await life.Begin();
        await life.Go(150);
        for (var i = 0; i < 15; i++) await life.GoTogether(20);
        await server.CaughtUp();

        await AssertRebuildEqual(server);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task It_does_so_though_the_projections_were_stopped_again_and_again(int seed)
    {
        await using var server = await ServerNode.Start(database.Source, log => new RandomPages(log, seed));
        var life = new RandomLife(server, seed);
        await life.Begin();
        var living = Task.Run(async () =>
        {
            for (var i = 0; i < 12; i++) await life.GoTogether(30);
        });
        for (var restart = 0; restart < 6 || !living.IsCompleted; restart++)
        {
            await server.Project();
            await Task.Delay(40 * restart % 110);
            await server.StopProjecting();
        }

        await living;
        await server.Project();
        await server.CaughtUp();

        await AssertRebuildEqual(server);
    }

    [Fact]
    public async Task It_does_so_though_every_connection_was_broken_again_and_again()
    {
        await using var server = await ServerNode.Start(database.Source);
        await server.Project();
        var life = new RandomLife(server, 6);
        await life.Begin();
        for (var i = 0; i < 10; i++)
        {
            var living = life.GoTogether(40);
            await database.Run("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'eventchat'");
            await living;
        }

        await life.Go(10);
        await server.CaughtUp();

        await AssertRebuildEqual(server);
    }

    [Fact]
    public async Task What_was_erased_is_empty_everywhere_and_stays_so_in_a_rebuild()
    {
        await using var server = await ServerNode.Start(database.Source);
        var life = new RandomLife(server, 11);
        await life.Begin();
        await server.Project();
        await life.Go(400);
        await server.CaughtUp();
        var gone = life.People[1];
        var wrote = await database.Rows(Written(gone));
        Assert.NotEmpty(wrote);

        await server.Get<IKeyring>().DestroyAuthor(gone, [.. life.Channels.Select(StreamName.For)], CancellationToken.None);
        await Task.WhenAll(life.Channels.Select(channel => server.Commands.Handle(new EraseWords(channel, gone), Caller.System)));
        await life.Go(50);
        await server.CaughtUp();

        Assert.Empty((await database.Rows(Written(gone))).Intersect(wrote));
        await AssertRebuildEqual(server);

        static string Written(UserId person) => $"select id from readmodels.search_messages where author = '{person}' and text <> '' order by id";
    }

    [Fact]
    public async Task A_rebuild_is_refused_while_a_server_runs_the_projection()
    {
        await using var server = await ServerNode.Start(database.Source);
        await server.Project();
        await new RandomLife(server, 7).Begin();
        await server.CaughtUp();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => server.Get<Rebuild>().Run("timeline", null, CancellationToken.None));

        Assert.Contains("timeline", error.Message);
    }

    [Fact]
    public async Task A_rebuild_clears_what_no_event_accounts_for()
    {
        await using var server = await ServerNode.Start(database.Source);
        await new RandomLife(server, 8).Begin();
        await server.RebuildAll();
        var right = await database.Views();
        await database.Run("""
            insert into readmodels.mt_doc_userview (id, data) values ('U1', '{"id": "U1", "username": "ghost", "displayName": "Ghost"}');
            update readmodels.mt_doc_channelview set data = jsonb_set(data, '{name}', '"forged"')
            """);

        await server.RebuildAll();

        Assert.Equal(right, await database.Views());
    }

    private async Task AssertRebuildEqual(ServerNode server)
    {
        await server.StopProjecting();
        var folded = await database.Views();
        Assert.True(folded.Length > 10_000);

        await server.RebuildAll();

        Assert.Equal(folded, await database.Views());
        var head = await server.Log.ReadHead(CancellationToken.None);
        Assert.Equal(server.Get<Rebuild>().Names.Order().Select(name => $"{name} {head}"), await database.Checkpoints());
    }
}
