using EventChat.Adapters.Checkpoints;
using EventChat.Adapters.EventStore;
using EventChat.Adapters.Exports;
using EventChat.Contracts.Checkpoints;
using EventChat.Contracts.Support;
using EventChat.Events;
using EventChat.Events.Exports;
using EventChat.Events.Store;

namespace EventChat.Contracts.Exports;

/// <summary>A server with some random history, and what is handed over of it.</summary>
internal sealed class ExportHouse : IAsyncDisposable
{
    private readonly PostgresDatabase database = new();
    private CheckpointHouse checkpoints = null!;
    private ServerNode server = null!;

    public RandomLife Life { get; private set; } = null!;
    public WorkspaceId Workspace { get; } = WorkspaceId.New();
    public IEventStore Log => server.Log;
    public byte[] Key => checkpoints.Key.Public!;
    public string Folder => Path.Combine(checkpoints.Folder, "exports");

    public static async Task<ExportHouse> Open(int seed, int steps)
    {
        var house = new ExportHouse();
        await house.database.InitializeAsync();
        house.server = await ServerNode.Start(house.database.Source);
        house.Life = new(house.server, seed);
        await house.Life.Begin();
        await house.Life.Go(steps);
        house.checkpoints = await CheckpointHouse.Open(house.database.Source, (PostgresEventStore)house.server.Log);
        return house;
    }

    public async Task<Evidence> Prove(params IEnumerable<ChannelId> channels)
    {
        await checkpoints.Make();
        return (await new Proving(database.Source).Prove(channels.Select(StreamName.For).ToHashSet(), CancellationToken.None))!;
    }

    /// <summary>The archive, in a folder of its own.</summary>
    public async Task<(byte[] Zip, ExportCounts Counts)> Export(ExportCase wanted, Evidence evidence)
    {
        var folder = Path.Combine(Folder, $"{Guid.CreateVersion7():n}");
        var path = Path.Combine(Folder, $"{Guid.CreateVersion7():n}.zip");
        var counts = await new Exporter(Log, checkpoints.Key).Write(new("E1", Workspace, wanted, evidence), folder, path, static (_, _) => ValueTask.CompletedTask, CancellationToken.None);
        return (await File.ReadAllBytesAsync(path), counts);
    }

    public ExportCase Everything(params IReadOnlyList<UserId> custodians) => new("All there is", custodians, Life.Channels);

    public async ValueTask DisposeAsync()
    {
        await checkpoints.DisposeAsync();
        await server.DisposeAsync();
        await database.DisposeAsync();
    }
}
