using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace EventChat.Adapters.Exports;

/// <summary>
/// Writes an archive in the one way that docs/export-format.md allows, so that the same export has the same bytes and whoever verifies it can say of every byte what it has
/// to be. ZIP64 where something is too large for ZIP, and only there.
/// </summary>
public sealed class ZipWriter(Stream output)
{
    private const ushort Deflated = 8, Stored = 0, Version = 20, VersionOf64 = 45, MadeOnUnix = 3 << 8, FirstOfJanuary1980 = 0x21;
    private const uint Readable = 0x81A40000;
    private readonly List<Entry> entries = [];
    private long end;

    public void Add(ExportPart part)
    {
        Begin(new(part.Name, Deflated, part.Crc32, part.Size, part.PackedSize, end));
        using var file = new FileStream(part.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Position = part.Offset;
        var buffer = new byte[128 * 1024];
        for (var left = part.PackedSize; left > 0;)
        {
            var read = file.Read(buffer.AsSpan(0, (int)Math.Min(left, buffer.Length)));
            if (read == 0) throw new EndOfStreamException($"{part.Path} ends too early.");
            output.Write(buffer.AsSpan(0, read));
            (left, end) = (left - read, end + read);
        }
    }

    /// <summary>A short file, as it is.</summary>
    public void Add(string name, byte[] content)
    {
        Begin(new(name, Stored, Crc32.HashToUInt32(content), content.Length, content.Length, end));
        Put(content);
    }

    public void Finish()
    {
        var directory = end;
        foreach (var entry in entries)
        {
            var extra = entry.Extra(withOffset: true);
            Put([
                .. U32(0x02014b50), .. U16((ushort)(MadeOnUnix | entry.VersionNeeded)), .. Common(entry), .. U16((ushort)entry.NameBytes.Length), .. U16((ushort)extra.Length),
                .. U16(0), .. U16(0), .. U16(0), .. U32(Readable), .. U32(Narrow(entry.Offset)), .. entry.NameBytes, .. extra,
            ]);
        }

        var size = end - directory;
        if (entries.Count >= ushort.MaxValue || size >= uint.MaxValue || directory >= uint.MaxValue)
        {
            var record = end;
            Put([
                .. U32(0x06064b50), .. U64(44), .. U16(MadeOnUnix | VersionOf64), .. U16(VersionOf64), .. U32(0), .. U32(0), .. U64(entries.Count), .. U64(entries.Count), .. U64(size), .. U64(directory),
                .. U32(0x07064b50), .. U32(0), .. U64(record), .. U32(1),
            ]);
        }

        var count = U16((ushort)Math.Min(entries.Count, ushort.MaxValue));
        Put([.. U32(0x06054b50), .. U16(0), .. U16(0), .. count, .. count, .. U32(Narrow(size)), .. U32(Narrow(directory)), .. U16(0)]);
    }

    private void Begin(Entry entry)
    {
        entries.Add(entry);
        var extra = entry.Extra(withOffset: false);
        Put([.. U32(0x04034b50), .. Common(entry), .. U16((ushort)entry.NameBytes.Length), .. U16((ushort)extra.Length), .. entry.NameBytes, .. extra]);
    }

    private static byte[] Common(Entry entry) =>
    [
        .. U16(entry.VersionNeeded), .. U16(0), .. U16(entry.Method), .. U16(0), .. U16(FirstOfJanuary1980), .. U32(entry.Crc32),
        .. U32(entry.IsLarge ? uint.MaxValue : (uint)entry.PackedSize), .. U32(entry.IsLarge ? uint.MaxValue : (uint)entry.Size),
    ];

    private void Put(byte[] bytes)
    {
        output.Write(bytes);
        end += bytes.Length;
    }

    private static uint Narrow(long value) => (uint)Math.Min(value, uint.MaxValue);

    private static byte[] U16(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] U64(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    private sealed record Entry(string Name, ushort Method, uint Crc32, long Size, long PackedSize, long Offset)
    {
        public byte[] NameBytes { get; } = Encoding.ASCII.GetBytes(Name);
        public bool IsLarge => Size >= uint.MaxValue || PackedSize >= uint.MaxValue;
        public ushort VersionNeeded => IsLarge || Offset >= uint.MaxValue ? VersionOf64 : Version;

        public byte[] Extra(bool withOffset)
        {
            byte[] fields = [.. IsLarge ? (byte[])[.. U64(Size), .. U64(PackedSize)] : [], .. withOffset && Offset >= uint.MaxValue ? U64(Offset) : []];
            return fields.Length == 0 ? [] : [.. U16(1), .. U16((ushort)fields.Length), .. fields];
        }
    }
}
