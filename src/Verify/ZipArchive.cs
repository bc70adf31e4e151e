using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace EventChat.Verify;

/// <summary>An archive that is exactly as docs/export-format.md has it: every byte that is not of a file is what it has to be, and none is left over.</summary>
internal sealed class ZipArchive
{
    private const string Place = "archive";
    private static readonly SearchValues<byte> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-/"u8);
    private readonly Stream file;
    private readonly Dictionary<string, long> begins = [];

    private ZipArchive(Stream file) => this.file = file;

    public List<ZipEntry> Entries { get; } = [];

    /// <exception cref="BadExportException">It is no such archive.</exception>
    public static ZipArchive Open(Stream file)
    {
        var archive = new ZipArchive(file);
        var (count, directory, end) = archive.ReadEnd();
        archive.ReadDirectory(count, directory, end);
        archive.CheckHeaders(directory);
        return archive;
    }

    /// <summary>The bytes of a file as they lie in the archive.</summary>
    public Stream Packed(ZipEntry entry)
    {
        file.Position = begins[entry.Name];
        return new Limited(file, entry.PackedSize);
    }

    private (long Count, long Directory, long End) ReadEnd()
    {
        if (file.Length < ZipFormat.EndBytes) throw new BadExportException(Place, "it is too short to be an archive.");
        var end = Read(file.Length - ZipFormat.EndBytes, ZipFormat.EndBytes);
        if (U32(end, 0) != 0x06054b50) throw new BadExportException(Place, "it does not end as an archive does.");
        var (count, size, directory, begins) = ((long)U16(end, 10), (long)U32(end, 12), (long)U32(end, 16), file.Length - ZipFormat.EndBytes);
        if (ZipFormat.IsLarge(count, directory, size))
        {
            begins -= ZipFormat.EndBytesOf64;
            if (begins < 0) throw new BadExportException(Place, "it is too short to be an archive.");
            var large = Read(begins, ZipFormat.EndBytesOf64);
            (count, size, directory) = (I64(large, 32), I64(large, 40), I64(large, 48));
        }

        if (directory < 0 || size < 0 || directory + size != begins || count > size / ZipFormat.CentralBytes) throw new BadExportException(Place, "its directory is not where its end says.");
        if (!Read(begins, (int)(file.Length - begins)).AsSpan().SequenceEqual(ZipFormat.End(count, directory, size))) throw new BadExportException(Place, "its end is not as it has to be.");
        return (count, directory, begins);
    }

    private void ReadDirectory(long count, long directory, long end)
    {
        for (var (i, at) = (0L, directory); i < count || at < end; i++)
        {
            var place = $"{Place}, entry {i + 1} of its directory";
            if (i == count || at + ZipFormat.CentralBytes > end) throw new BadExportException(place, "it has another length than its end says.");
            var fixedPart = Read(at, ZipFormat.CentralBytes);
            var length = ZipFormat.CentralBytes + U16(fixedPart, 28) + U16(fixedPart, 30);
            if (at + length > end) throw new BadExportException(place, "it goes beyond the directory.");
            var bytes = Read(at, length);
            var entry = Entry(bytes, place);
            if (!bytes.AsSpan().SequenceEqual(ZipFormat.Central(entry))) throw new BadExportException(place, $"it is not as the one of {entry.Name} has to be.");
            if (!begins.TryAdd(entry.Name, 0)) throw new BadExportException(place, $"{entry.Name} is there twice.");
            Entries.Add(entry);
            at += length;
        }
    }

    /// <summary>One file after the other from the first byte on, without anything in between.</summary>
    private void CheckHeaders(long directory)
    {
        var at = 0L;
        foreach (var entry in Entries)
        {
            var header = ZipFormat.Local(entry);
            if (entry.Offset != at || at + header.Length + entry.PackedSize > directory) throw new BadExportException(entry.Name, "it does not lie where the directory says.");
            if (!Read(at, header.Length).AsSpan().SequenceEqual(header)) throw new BadExportException(entry.Name, "its header is not what the directory says.");
            begins[entry.Name] = at + header.Length;
            at += header.Length + entry.PackedSize;
        }

        if (at != directory) throw new BadExportException(Place, "there is something between the last file and the directory.");
    }

    private static ZipEntry Entry(byte[] bytes, string place)
    {
        var name = bytes.AsSpan(ZipFormat.CentralBytes, U16(bytes, 28));
        if (name.IsEmpty || name.ContainsAnyExcept(Letters) || name.IndexOf(".."u8) >= 0 || name[0] == '/')
            throw new BadExportException(place, "it has a name that no file of an export has.");
        var (packed, size, offset) = ((long)U32(bytes, 20), (long)U32(bytes, 24), (long)U32(bytes, 42));
        var extra = bytes.AsSpan(ZipFormat.CentralBytes + name.Length);
        if (extra.Length > 4) extra = extra[4..];
        if ((packed == uint.MaxValue || size == uint.MaxValue) && extra.Length >= 16)
        {
            (size, packed) = (BinaryPrimitives.ReadInt64LittleEndian(extra), BinaryPrimitives.ReadInt64LittleEndian(extra[8..]));
            extra = extra[16..];
        }

        if (offset == uint.MaxValue && extra.Length >= 8) offset = BinaryPrimitives.ReadInt64LittleEndian(extra);
        if (packed < 0 || size < 0 || offset < 0) throw new BadExportException(place, "it has a size that no file has.");
        return new(Encoding.ASCII.GetString(name), U16(bytes, 10), U32(bytes, 16), size, packed, offset);
    }

    private byte[] Read(long at, int count)
    {
        var bytes = new byte[count];
        file.Position = at;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static ushort U16(byte[] bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
    private static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
    private static long I64(byte[] bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));

    /// <summary>A part of the archive, to be read once.</summary>
    private sealed class Limited(Stream file, long length) : Stream
    {
        private long left = length;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = file.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
            left -= read;
            return read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
