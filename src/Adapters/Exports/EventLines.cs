using System.Buffers;
using System.Text;
using EventChat.Events.Checkpoints;
using EventChat.Events.Store;

namespace EventChat.Adapters.Exports;

/// <summary>
/// <c>events.ndjson</c>: every version of a stream up to the checkpoint, as an event in full or within a gap, for which the roots of the subtrees that fill it stand. So
/// whoever has the file can compute the root of the stream's tree, and learns nothing of what is in the gaps.
/// </summary>
internal sealed class EventLines(Stream output)
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private readonly ArrayBufferWriter<byte> line = new(4096);
    private MerkleTree tree = new();
    private ReadOnlyMemory<byte> last;
    private GapNodes? gap;

    /// <summary>It is told in full.</summary>
    public void Write(RecordedEvent e)
    {
        var afterGap = EndGap(e.Stream);
        Put("{\"position\":", e.Position.Value);
        Put(",\"stream\":\"", e.Stream.Value);
        Put("\",\"version\":", e.Version);
        Put(",\"id\":\"", e.Id);
        Put("\",\"type\":\"", e.Type);
        Put("\",\"actor\":\"", e.Actor.ToString());
        if (e.Context.Session is { } session) Put("\",\"session\":\"", $"{session}\"");
        else Put("\",\"session\":null");
        Put(",\"causation\":\"", e.Context.Causation);
        Put("\",\"correlation\":\"", e.Context.Correlation);
        Put("\",\"recordedAt\":\"");
        e.RecordedAt.UtcDateTime.TryFormat(line.GetSpan(32), out var written, Time, System.Globalization.CultureInfo.InvariantCulture);
        line.Advance(written);
        if (afterGap) PutHash("\",\"previous\":\"", last.Span);
        PutHash("\",\"hash\":\"", e.Hash.Span);
        Put("\",\"data\":");
        if (e.Data.Span.Contains((byte)'\n')) throw new FormatException($"{e.Stream} version {e.Version} has a line break in its data.");
        line.Write(e.Data.Span);
        Put("}\n");
        Flush();
        tree.Add(MerkleTree.Leaf(e.Hash.Span));
        last = e.Hash;
    }

    /// <summary>It is not told.</summary>
    public void LeaveOut(RecordedEvent e)
    {
        gap ??= new(e.Version);
        gap.Add(e.Hash.Span);
        last = e.Hash;
    }

    /// <exception cref="FormatException">What was read of the stream is not what the checkpoint says of it.</exception>
    public void End(StreamLeaf leaf)
    {
        EndGap(leaf.Stream);
        if (tree.Size != leaf.Version || !tree.Root().AsSpan().SequenceEqual(leaf.Tree.Span)) throw new FormatException($"{leaf.Stream} is not what the checkpoint says.");
        (tree, last) = (new(), default);
    }

    /// <returns>Whether there was one.</returns>
    private bool EndGap(StreamName stream)
    {
        if (gap is null) return false;
        Put("{\"stream\":\"", stream.Value);
        Put("\",\"from\":", gap.From);
        Put(",\"to\":", gap.To);
        Put(",\"nodes\":[");
        var before = "\"";
        foreach (var (level, hash) in gap.Nodes)
        {
            PutHash(before, hash);
            tree.Add(hash, level);
            before = "\",\"";
        }

        Put("\"]}\n");
        Flush();
        gap = null;
        return true;
    }

    private void Put(string name, string value = "")
    {
        Encoding.UTF8.GetBytes(name, line);
        Encoding.UTF8.GetBytes(value, line);
    }

    private void Put<T>(string name, T value) where T : IUtf8SpanFormattable
    {
        Put(name);
        value.TryFormat(line.GetSpan(64), out var written, default, System.Globalization.CultureInfo.InvariantCulture);
        line.Advance(written);
    }

    private void PutHash(string name, ReadOnlySpan<byte> hash)
    {
        Put(name);
        Convert.TryToHexStringLower(hash, line.GetSpan(2 * hash.Length), out var written);
        line.Advance(written);
    }

    private void Flush()
    {
        output.Write(line.WrittenSpan);
        line.ResetWrittenCount();
    }
}
