using EventChat.Adapters.Postgres;
using EventChat.Bench.Client;
using EventChat.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventChat.Bench.App;

/// <summary>Two servers over one PostgreSQL, of which either may die and come again.</summary>
internal sealed class Nodes : IAsyncDisposable
{
    private readonly string _folder;
    private readonly PrivateCluster _cluster;

    private Nodes(string folder, PrivateCluster cluster)
    {
        (_folder, _cluster) = (folder, cluster);
        string[] settings = ["--Data", Path.Combine(folder, "data"), "--RateLimits:Enabled", "false", "--ConnectionStrings:Postgres", cluster.ConnectionString];
        (First, Second) = (new(settings), new(settings));
    }

    public Node First { get; }

    public Node Second { get; }

    public static async Task<Nodes> Start(CancellationToken ct)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"eventchat-bench-nodes-{Environment.ProcessId}");
        var nodes = new Nodes(folder, await PrivateCluster.Start(folder, NullLogger.Instance, ct));
        try
        {
            await nodes.First.Begin();
            await nodes.Second.Begin();
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await _cluster.DisposeAsync();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A server that dies and comes again.</summary>
internal sealed class Node(IReadOnlyList<string> settings) : IMortal, IAsyncDisposable
{
    private ServerProcess? _server;

    public ServerProcess Server => _server ?? throw new MeasurementException("the node is not running");

    public Uri Address => new($"http://{Server.Address}");

    /// <summary>SIGKILL, as if its machine were gone.</summary>
    public Task Kill() => Server.Kill();

    public async Task Begin()
    {
        await DisposeAsync();
        _server = await ServerProcess.Start(Installation.Program, settings, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _server = null;
    }
}
