using EventChat.Events;
using EventChat.Events.Exports;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Adapters.Exports;

/// <summary>Brings what was requested to those who write it, also where the node that took the request ended in the same moment.</summary>
public sealed class ExportReactor(ExportTable table, ExportRunner runner) : IReactor
{
    public string Name => "export-requests";

    public StreamFilter Streams { get; } = new(StreamName.Governances);

    public async Task React(RecordedEvent recorded, CancellationToken ct)
    {
        switch (recorded.Readable)
        {
            case ExportRequested requested: await table.Add(requested.ExportId, recorded.Stream.Id<WorkspaceId>(), recorded.Position.Value, ct); break;
            case ExportCancelled cancelled:
                await table.Cancel(cancelled.ExportId, ct);
                runner.Forget(cancelled.ExportId);
                break;
        }
    }
}
