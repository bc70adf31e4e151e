using System.Diagnostics.Metrics;
using EventChat.Adapters;
using EventChat.Adapters.EventStore;
using EventChat.Adapters.Snapshots;
using EventChat.Commands;
using EventChat.Commands.Handling;
using EventChat.Events.Privacy;
using EventChat.Events.Store;
using EventChat.Projections;
using EventChat.Projections.Running;
using EventChat.Projections.Search;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EventChat.Contracts.Support;

/// <summary>One server without its doors: the log, the write side and the read models.</summary>
internal sealed class ServerNode : IAsyncDisposable
{
    private readonly ServiceProvider provider;
    private readonly PostgresEventStore store;
    private ProjectionWorker? worker;

    private ServerNode(ServiceProvider provider, PostgresEventStore store) => (this.provider, this.store) = (provider, store);

    public IEventStore Log => store;
    public CommandHandler Commands => Get<CommandHandler>();
    public ProjectionProgress Progress => Get<ProjectionProgress>();

    /// <summary>What the projections have followed the log through, where a test put something in between.</summary>
    public static async Task<ServerNode> Start(NpgsqlDataSource postgres, Func<IEventStore, IEventStore>? through = null)
    {
        var keys = await Logs.Keys(postgres);
        var log = await Logs.Open(postgres, keys: keys);
        var services = new ServiceCollection()
            .AddSingleton<Journal>().AddSingleton<ILoggerProvider>(static p => p.GetRequiredService<Journal>()).AddLogging().AddSingleton(TimeProvider.System).AddSingleton<IMeterFactory, TestMeters>().AddSingleton(postgres).AddKeyedSingleton(ViewTables.Pool, postgres).AddKeyedSingleton(Leadership.Pool, postgres)
            .AddSingleton(Options.Create(new CommandOptions())).AddSingleton(through is null ? log : through(log)).AddSingleton<IKeyring>(keys)
            .AddSingleton<ISnapshotStore, PostgresSnapshotStore>().AddCommands().AddReadModels().AddSearch().AddProjectors().BuildServiceProvider();
        await services.EnsureReadModels();
        await services.GetRequiredService<ISearchIndex>().Prepare(CancellationToken.None);
        return new(services, log);
    }

    public T Get<T>() where T : notnull => provider.GetRequiredService<T>();

    public Task Project()
    {
        worker = ActivatorUtilities.CreateInstance<ProjectionWorker>(provider);
        return worker.StartAsync(CancellationToken.None);
    }

    public async Task StopProjecting()
    {
        if (worker is not null) await worker.StopAsync(CancellationToken.None);
        worker = null;
    }

    /// <summary>Waits until every projection has taken all of the log.</summary>
    public async Task CaughtUp()
    {
        var head = await Log.ReadHead(CancellationToken.None);
        var names = Get<Rebuild>().Names;
        for (var attempt = 0; !await Progress.Reached(head, names, CancellationToken.None); attempt++)
            Assert.True(attempt < 10, $"Behind {head}.\n{Get<Journal>()}");
    }

    public async Task RebuildAll()
    {
        foreach (var name in Get<Rebuild>().Names) await Get<Rebuild>().Run(name, null, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await StopProjecting();
        await store.DisposeAsync();
        await provider.DisposeAsync();
    }
}

internal static class ViewWords
{
    /// <summary>Every read model, byte for byte.</summary>
    public static async Task<string> Views(this PostgresDatabase database)
    {
        var tables = await database.Rows("""
            select table_name from information_schema.tables
            where table_schema = 'readmodels' and table_name like 'mt_doc_%' and table_name <> 'mt_doc_checkpoint' order by 1
            """);
        Assert.Equal(30, tables.Count);
        List<string> lines = [];
        foreach (var table in tables)
        {
            lines.Add($"-- {table}");
            lines.AddRange(await database.Rows($"select * from readmodels.{table} order by id"));
        }

        lines.Add("-- search");
        lines.AddRange(await database.Rows("select * from readmodels.search_messages order by id"));
        lines.AddRange(await database.Rows("select * from readmodels.search_top"));
        return string.Join('\n', lines);
    }

    public static Task<List<string>> Checkpoints(this PostgresDatabase database) =>
        database.Rows("select id || ' ' || (data ->> 'position') from readmodels.mt_doc_checkpoint order by id");
}
