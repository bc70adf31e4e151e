using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace EventChat.Verify;

/// <summary>One file of the archive, against what the manifest and the directory say of it; read once, and never whole in memory.</summary>
internal sealed class PackedFile(ZipArchive archive, ZipEntry entry, ListedFile listed)
{
    private readonly byte[] buffer = new byte[256 * 1024];

    /// <param name="see">Gets the content piece by piece; null where it does not matter.</param>
    public void Check(Action<ReadOnlySpan<byte>>? see)
    {
        using var packed = new HashingStream(archive.Packed(entry));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (crc, size) = (new Crc32(), 0L);
        try
        {
            using var content = new DeflateStream(packed, CompressionMode.Decompress, leaveOpen: true);
            for (int read; (read = content.Read(buffer)) > 0; size += read)
            {
                if (size + read > entry.Size) throw new BadExportException(entry.Name, "it is longer than the archive says.");
                hash.AppendData(buffer.AsSpan(0, read));
                crc.Append(buffer.AsSpan(0, read));
                see?.Invoke(buffer.AsSpan(0, read));
            }
        }
        catch (InvalidDataException)
        {
            throw new BadExportException(entry.Name, "it cannot be unpacked.");
        }

        while (packed.Read(buffer) > 0) { }
        if (size != entry.Size) throw new BadExportException(entry.Name, "it is shorter than the archive says.");
        if ((size, entry.PackedSize) != (listed.Size, listed.PackedSize)) throw new BadExportException(entry.Name, "it has another size than the manifest says.");
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(listed.Sha256)) throw new BadExportException(entry.Name, "it has another SHA-256 than the manifest says.");
        if (crc.GetCurrentHashAsUInt32() != entry.Crc32) throw new BadExportException(entry.Name, "it has another CRC-32 than the archive says.");
        if (!packed.Hash().AsSpan().SequenceEqual(listed.Packed)) throw new BadExportException(entry.Name, "it lies in the archive otherwise than the manifest says.");
    }

    private sealed class HashingStream(Stream inner) : Stream
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public byte[] Hash() => hash.GetHashAndReset();

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            hash.AppendData(buffer[..read]);
            return read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
