using System.Security.Cryptography;
using System.Text;
using EventChat.Adapters.Checkpoints;
using EventChat.Events;
using EventChat.Events.Checkpoints;
using EventChat.Events.Exports;
using EventChat.Events.Store;

namespace EventChat.Adapters.Exports;

/// <summary>A case, and the checkpoint as of which it is exported.</summary>
public sealed record ExportOrder(string Id, WorkspaceId WorkspaceId, ExportCase Case, Evidence Evidence);

/// <summary>
/// Writes an export as docs/export-format.md has it. The same order has the same bytes; what it needs of memory does not grow with what there is. It reads each stream once, twice
/// where something is looked for.
/// </summary>
public sealed class Exporter(IEventStore store, CheckpointKey key)
{
    private const int Slice = 256;

    /// <param name="folder">Where the files lie until they are in the archive; whatever is there already is overwritten.</param>
    /// <param name="path">Of the archive, which appears when it is whole.</param>
    /// <param name="rest">Called again and again with the number of events read so far; waits where the work is to go slower.</param>
    public async Task<ExportCounts> Write(ExportOrder order, string folder, string path, Func<long, CancellationToken, ValueTask> rest, CancellationToken ct)
    {
        MakeFolder(folder);
        using var desk = new ExportDesk(store, order, folder);
        desk.Begin();
        foreach (var proved in order.Evidence.Streams) await Write(order, proved.Leaf, desk, rest, ct);
        var (parts, counts) = desk.End(order.Evidence.ToJson(), Encoding.ASCII.GetBytes(key.PublicPem));
        Assemble(order, parts, counts, Path.Combine(folder, "export.zip"), ct);
        File.Move(Path.Combine(folder, "export.zip"), path, overwrite: true);
        return counts;
    }

    /// <summary>For the server's account alone: in it lies what people wrote, in plain words.</summary>
    internal static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>How many events of a stream belong to a case, and how many messages are among them.</summary>
    public async Task<(long Events, long Messages)> Count(ExportCase wanted, StreamName stream, long through, CancellationToken ct)
    {
        var (fold, events, messages) = (new CaseFold(wanted), 0L, 0L);
        await Search(fold, stream, through, ct);
        await foreach (var e in store.ReadStream(stream, 0, ct))
        {
            if (e.Version > through) break;
            if (!fold.Includes(e)) continue;
            events++;
            if (e.Readable is Events.Channels.MessageSent) messages++;
        }

        return (events, messages);
    }

    private async Task Write(ExportOrder order, StreamLeaf leaf, ExportDesk desk, Func<long, CancellationToken, ValueTask> rest, CancellationToken ct)
    {
        var fold = new CaseFold(order.Case);
        await Search(fold, leaf.Stream, leaf.Version, ct);
        desk.BeginStream(leaf.Stream);
        await foreach (var e in store.ReadStream(leaf.Stream, 0, ct))
        {
            if (e.Version > leaf.Version) break;
            await desk.Take(e, fold.Includes(e), ct);
            if (desk.Seen % Slice == 0) await rest(desk.Seen, ct);
        }

        desk.EndStream(leaf);
    }

    private async Task Search(CaseFold fold, StreamName stream, long through, CancellationToken ct)
    {
        if (!fold.Searches) return;
        await foreach (var e in store.ReadStream(stream, 0, ct))
        {
            if (e.Version > through) break;
            fold.Search(e);
        }
    }

    private void Assemble(ExportOrder order, IReadOnlyList<ExportPart> parts, ExportCounts counts, string path, CancellationToken ct)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 128 * 1024);
        var zip = new ZipWriter(file);
        foreach (var part in parts)
        {
            ct.ThrowIfCancellationRequested();
            zip.Add(part);
        }

        var manifest = Manifest.Write(order, counts, parts);
        var signature = key.Sign(manifest);
        zip.Add("manifest.json", manifest);
        zip.Add("manifest.sig", signature);
        zip.Add("SHA256SUMS", Manifest.Sums([.. parts.Select(static p => (p.Name, p.Sha256)), ("manifest.json", SHA256.HashData(manifest)), ("manifest.sig", SHA256.HashData(signature))]));
        zip.Finish();
        file.Flush(flushToDisk: true);
    }
}
