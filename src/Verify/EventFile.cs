using System.Text;

namespace EventChat.Verify;

/// <summary><c>events.ndjson</c>, line by line: every event has the hash that follows from it and the one before, and the hashes of a stream are those that the checkpoint knows.</summary>
internal sealed class EventFile(CheckpointFile checkpoint)
{
    public const string Name = "events.ndjson";
    private Tree tree = new();
    private byte[]? previous = new byte[32];
    private long lines, position;
    private int next;

    public long Events { get; private set; }
    public long LeftOut { get; private set; }

    /// <param name="line">Without its line feed.</param>
    public void See(ReadOnlySpan<byte> line)
    {
        lines++;
        try { Take(line); }
        catch (FormatException error) { throw Bad(error.Message); }
    }

    public void End()
    {
        lines++;
        try { EndStream(); }
        catch (FormatException error) { throw Bad(error.Message); }
        if (next < checkpoint.Streams.Count) throw Bad($"{checkpoint.Streams[next].Name} is missing.");
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        var reader = new LineReader(line);
        if (reader.Skip("{\"stream\":\""u8)) Gap(reader);
        else Event(reader);
    }

    private void Event(LineReader reader)
    {
        reader.Expect("{\"position\":"u8);
        var place = reader.Number();
        reader.Expect(",\"stream\":\""u8);
        var stream = reader.Text();
        reader.Expect("\",\"version\":"u8);
        var version = reader.Number();
        Enter(stream, version);
        reader.Expect(",\"id\":\""u8);
        var id = reader.Guid();
        reader.Expect("\",\"type\":\""u8);
        var type = reader.Text();
        reader.Expect("\",\"actor\":\""u8);
        var actor = reader.Text();
        reader.Expect("\",\"session\":"u8);
        var session = default(ReadOnlySpan<byte>);
        if (reader.Skip("\""u8))
        {
            session = reader.Text();
            if (session.IsEmpty) throw new FormatException("a session or null is expected.");
            reader.Expect("\""u8);
        }
        else reader.Expect("null"u8);
        reader.Expect(",\"causation\":\""u8);
        var causation = reader.Guid();
        reader.Expect("\",\"correlation\":\""u8);
        var correlation = reader.Guid();
        reader.Expect("\",\"recordedAt\":\""u8);
        var at = EventHash.Microseconds(reader.Text());
        if (previous is null)
        {
            reader.Expect("\",\"previous\":\""u8);
            previous = reader.Hash();
        }

        reader.Expect("\",\"hash\":\""u8);
        var hash = reader.Hash();
        reader.Expect("\",\"data\":"u8);
        if (reader.Rest is not [.. var data, (byte)'}']) throw new FormatException("The line does not end with its data.");
        if (!hash.AsSpan().SequenceEqual(EventHash.Of(previous, version, id, at, causation, correlation, stream, type, actor, session, data)))
            throw new FormatException($"version {version} of {Encoding.UTF8.GetString(stream)} is not the event that was recorded, or does not follow the one before.");
        if (place <= position || place > checkpoint.Position) throw new FormatException($"position {place} is not between the one before and that of the checkpoint.");
        tree.Add(Tree.Leaf(hash));
        (previous, position) = (hash, place);
        Events++;
    }

    private void Gap(LineReader reader)
    {
        var stream = reader.Text();
        reader.Expect("\",\"from\":"u8);
        var from = reader.Number();
        Enter(stream, from);
        reader.Expect(",\"to\":"u8);
        var to = reader.Number();
        if (to < from || to > checkpoint.Streams[next - 1].Version || previous is null) throw new FormatException("it is no gap.");
        reader.Expect(",\"nodes\":["u8);
        while (tree.Size < to)
        {
            reader.Expect(tree.Size == from - 1 ? "\""u8 : ",\""u8);
            tree.Add(reader.Hash(), Tree.LevelAt(tree.Size, to - tree.Size));
            reader.Expect("\""u8);
        }

        reader.Expect("]}"u8);
        if (!reader.Rest.IsEmpty) throw new FormatException("The line does not end with its gap.");
        previous = null;
        LeftOut += to - from + 1;
    }

    /// <summary>One stream after the other, in the order of the checkpoint, each from its first version.</summary>
    private void Enter(ReadOnlySpan<byte> stream, long version)
    {
        if (next == 0 || !stream.SequenceEqual(checkpoint.Streams[next - 1].NameBytes))
        {
            EndStream();
            if (next == checkpoint.Streams.Count || !stream.SequenceEqual(checkpoint.Streams[next].NameBytes)) throw new FormatException($"{Encoding.UTF8.GetString(stream)} is not the stream whose turn it is.");
            (tree, previous, position) = (new(), new byte[32], 0);
            next++;
        }

        if (version != tree.Size + 1) throw new FormatException($"version {version} stands where version {tree.Size + 1} of {Encoding.UTF8.GetString(stream)} is expected.");
    }

    private void EndStream()
    {
        if (next == 0) return;
        var known = checkpoint.Streams[next - 1];
        if (tree.Size != known.Version) throw new FormatException($"{known.Name} ends with version {tree.Size}, and the checkpoint has {known.Version}.");
        if (!tree.Root().AsSpan().SequenceEqual(known.Tree)) throw new FormatException($"the hashes of {known.Name} are not those that the checkpoint knows.");
        if (previous is not null && !previous.AsSpan().SequenceEqual(known.Hash)) throw new FormatException($"the last hash of {known.Name} is not the one that the checkpoint knows.");
    }

    private BadExportException Bad(string what) => new($"{Name}, line {lines}", what);
}
