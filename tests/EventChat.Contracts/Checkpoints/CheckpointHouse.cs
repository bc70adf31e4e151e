using EventChat.Adapters.Checkpoints;
using EventChat.Adapters.EventStore;
using EventChat.Adapters.Turns;
using EventChat.Events.Checkpoints;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EventChat.Contracts.Checkpoints;

/// <summary>A node that makes checkpoints of a log, with a folder of its own for its key.</summary>
internal sealed class CheckpointHouse : IAsyncDisposable
{
    private CheckpointHouse(NpgsqlDataSource postgres, PostgresEventStore store, string? folder, bool acceptNewKey)
    {
        Folder = folder ?? Directory.CreateTempSubdirectory("eventchat-").FullName;
        var options = Options.Create(new CheckpointOptions { Folder = Folder, AcceptNewKey = acceptNewKey });
        Tables = new(postgres);
        Key = new(options);
        Checkpointer = new(postgres, new Turns(postgres), Tables, Key, options, store, TimeProvider.System);
    }

    public string Folder { get; }
    public CheckpointTables Tables { get; }
    public CheckpointKey Key { get; }
    public Checkpointer Checkpointer { get; }

    public static async Task<CheckpointHouse> Open(NpgsqlDataSource postgres, PostgresEventStore store, string? folder = null, bool acceptNewKey = false)
    {
        var house = new CheckpointHouse(postgres, store, folder, acceptNewKey);
        await house.Tables.EnsureSchema(CancellationToken.None);
        return house;
    }

    public async Task<LogCheckpoint> Make() => (await Checkpointer.Make(TimeSpan.Zero, CancellationToken.None)).Checkpoint;

    public ValueTask DisposeAsync()
    {
        Key.Dispose();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
