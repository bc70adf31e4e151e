using EventChat.Adapters.Checkpoints;
using EventChat.Events;
using EventChat.Events.Exports;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using EventChat.Projections.Channels;
using EventChat.Projections.Running;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventChat.Adapters.Exports;

/// <summary>
/// Writes the exports that wait, one after the other. One that was interrupted begins again as of the checkpoint that it began with, which lies in its folder: so it becomes the
/// same as if nothing had happened.
/// </summary>
public sealed partial class ExportRunner(
    ExportTable table, Exporter exporter, Checkpointer checkpointer, Proving proving, ChannelQueries channels, ProjectionProgress progress, IEventStore store, IOptions<ExportFileOptions> options,
    TimeProvider clock, ILogger<ExportRunner> logger) : IErrand
{
    private static readonly TimeSpan Tell = TimeSpan.FromMilliseconds(500);

    public string Name => "exports";

    public TimeSpan Pause => TimeSpan.FromSeconds(1);

    public static string ArchiveOf(string folder, ExportId id) => Path.Combine(folder, $"{id}.zip");

    public async Task Run(CancellationToken ct)
    {
        while (await table.Next(ct) is { } row)
        {
            try
            {
                await Write(row, ct);
            }
            catch (CancelledException) { Forget(row.Id); }
            catch (Exception error) when (error is FormatException or EventContractException or IOException or UnauthorizedAccessException or RewrittenLogException or KeyMissingException)
            {
                LogFailed(row.Id, error.Message);
                await table.Fail(row.Id, error.Message, ct);
            }
        }
    }

    /// <summary>What there is of it, finished or not.</summary>
    public void Forget(ExportId id)
    {
        if (Directory.Exists(FolderOf(id))) Directory.Delete(FolderOf(id), recursive: true);
        File.Delete(ArchiveOf(options.Value.Path, id));
    }

    private async Task Write(ExportRow row, CancellationToken ct)
    {
        var wanted = await CaseOf(row, ct);
        var (pace, told) = (new ExportPace(store, options.Value.RestMultiple, clock), clock.GetTimestamp());
        if (!await table.Tell(row.Id, 0, 0, ct)) throw new CancelledException();
        var evidence = await EvidenceOf(row, wanted, pace, ct);
        var total = evidence.Streams.Sum(static s => s.Leaf.Version);
        var counts = await exporter.Write(new($"{row.Id}", row.WorkspaceId, wanted, evidence), FolderOf(row.Id), ArchiveOf(options.Value.Path, row.Id), Rest, ct);
        if (!await table.Finish(row.Id, counts, ct)) throw new CancelledException();
        Directory.Delete(FolderOf(row.Id), recursive: true);

        async ValueTask Rest(long done, CancellationToken until)
        {
            await pace.Rest(until);
            if (clock.GetElapsedTime(told) < Tell) return;
            if (!await table.Tell(row.Id, done, total, until)) throw new CancelledException();
            told = clock.GetTimestamp();
        }
    }

    private async Task<ExportCase> CaseOf(ExportRow row, CancellationToken ct)
    {
        await foreach (var e in store.ReadAll(new(row.Position - 1), ct))
            return e.Event is ExportRequested requested ? requested.Case : throw new FormatException($"No export was requested at position {row.Position}.");
        throw new FormatException($"There is no position {row.Position}.");
    }

    private async Task<Evidence> EvidenceOf(ExportRow row, ExportCase wanted, ExportPace pace, CancellationToken ct)
    {
        var path = Path.Combine(FolderOf(row.Id), "checkpoint.json");
        if (File.Exists(path)) return Evidence.Parse(await File.ReadAllBytesAsync(path, ct));

        var made = await checkpointer.Make(TimeSpan.Zero, ct);
        var streams = (await Channels(row.WorkspaceId, wanted, made.Checkpoint.Position, pace, ct)).Select(StreamName.For).ToHashSet();
        var evidence = (await proving.Prove(streams, ct))!;
        Exporter.MakeFolder(options.Value.Path);
        Exporter.MakeFolder(FolderOf(row.Id));
        await File.WriteAllBytesAsync($"{path}.new", evidence.ToJson(), ct);
        File.Move($"{path}.new", path, overwrite: true);
        return evidence;
    }

    /// <summary>Those that are named, also where nothing of them belongs to the case; else those of which something does.</summary>
    private async Task<IReadOnlyList<ChannelId>> Channels(WorkspaceId workspace, ExportCase wanted, Position through, ExportPace pace, CancellationToken ct)
    {
        if (wanted.ChannelIds.Count > 0) return wanted.ChannelIds;
        while (!await progress.Reached(through, ["channels"], ct)) await Task.Delay(Tell, clock, ct);
        List<ChannelId> found = [];
        foreach (var channel in await channels.Of(workspace, ct))
        {
            if ((await exporter.Count(wanted, StreamName.For(channel), long.MaxValue, ct)).Events > 0) found.Add(channel);
            await pace.Rest(ct);
        }

        return found;
    }

    private string FolderOf(ExportId id) => Path.Combine(options.Value.Path, $"{id}");

    [LoggerMessage(LogLevel.Error, "Export {Export} failed: {Reason}")]
    private partial void LogFailed(ExportId export, string reason);

    /// <summary>Somebody no longer wants it.</summary>
    private sealed class CancelledException : Exception;
}
