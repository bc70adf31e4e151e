using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace EventChat.Adapters.Exports;

/// <summary>A file of an export as it lies in the folder of its job: deflated, with what the archive and the manifest say of it.</summary>
public sealed record ExportPart(string Name, long Size, byte[] Sha256, uint Crc32, long PackedSize, byte[] PackedSha256, string Path, long Offset);

/// <summary>Takes the bytes of one file as they come and holds none of them.</summary>
public sealed class PartStream : Stream
{
    private readonly (string Name, FileStream File, long Offset) place;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Crc32 crc = new();
    private readonly HashingStream packed;
    private readonly DeflateStream deflate;
    private readonly byte[] held = new byte[64 * 1024];
    private int heldBytes;
    private long size;

    /// <param name="file">Several may be written into one, one after the other.</param>
    public PartStream(string name, FileStream file)
    {
        place = (name, file, file.Position);
        packed = new(file);
        deflate = new(packed, CompressionLevel.Fastest, leaveOpen: true);
    }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > held.Length - heldBytes) Flush();
        if (buffer.Length > held.Length)
        {
            Take(buffer);
            return;
        }

        buffer.CopyTo(held.AsSpan(heldBytes));
        heldBytes += buffer.Length;
    }

    public override void Flush()
    {
        Take(held.AsSpan(0, heldBytes));
        heldBytes = 0;
    }

    /// <summary>There is no more to come.</summary>
    public ExportPart Finish()
    {
        Flush();
        deflate.Dispose();
        return new(place.Name, size, hash.GetHashAndReset(), crc.GetCurrentHashAsUInt32(), packed.Count, packed.Hash(), place.File.Name, place.Offset);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        deflate.Dispose();
        packed.Dispose();
        hash.Dispose();
        base.Dispose(disposing);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        hash.AppendData(bytes);
        crc.Append(bytes);
        size += bytes.Length;
        deflate.Write(bytes);
    }

    /// <summary>What comes out of the compressor on its way into the file.</summary>
    private sealed class HashingStream(FileStream file) : Stream
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long Count { get; private set; }
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public byte[] Hash() => hash.GetHashAndReset();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            hash.AppendData(buffer);
            Count += buffer.Length;
            file.Write(buffer);
        }

        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
