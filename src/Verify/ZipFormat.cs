using System.Buffers.Binary;
using System.Text;

namespace EventChat.Verify;

/// <summary>The bytes that surround the files of an archive, of which each has only one way to be.</summary>
internal static class ZipFormat
{
    public const ushort Deflated = 8, Stored = 0;
    public const int EndBytes = 22, EndBytesOf64 = 56 + 20, CentralBytes = 46, LocalBytes = 30;

    public static byte[] Local(ZipEntry e)
    {
        var extra = Extra(e, withOffset: false);
        return Join([.. U32(0x04034b50), .. Common(e), .. U16(e.Name.Length), .. U16(extra.Length)], e, extra);
    }

    public static byte[] Central(ZipEntry e)
    {
        var extra = Extra(e, withOffset: true);
        return Join(
            [
                .. U32(0x02014b50), .. U16((3 << 8) | NeededFor(e)), .. Common(e), .. U16(e.Name.Length), .. U16(extra.Length), .. U16(0), .. U16(0), .. U16(0), .. U32(0x81A40000),
                .. U32(Narrow(e.Offset)),
            ],
            e, extra);
    }

    public static byte[] End(long count, long directory, long size)
    {
        var narrow = U16((int)Math.Min(count, ushort.MaxValue));
        byte[] end = [.. U32(0x06054b50), .. U32(0), .. narrow, .. narrow, .. U32(Narrow(size)), .. U32(Narrow(directory)), .. U16(0)];
        if (!IsLarge(count, directory, size)) return end;
        return
        [
            .. U32(0x06064b50), .. U64(44), .. U16((3 << 8) | 45), .. U16(45), .. U64(0), .. U64(count), .. U64(count), .. U64(size), .. U64(directory),
            .. U32(0x07064b50), .. U32(0), .. U64(directory + size), .. U32(1), .. end,
        ];
    }

    public static bool IsLarge(long count, long directory, long size) => count >= ushort.MaxValue || directory >= uint.MaxValue || size >= uint.MaxValue;

    private static byte[] Common(ZipEntry e) =>
    [
        .. U16(NeededFor(e)), .. U16(0), .. U16(e.Method), .. U16(0), .. U16(0x21), .. U32(e.Crc32), .. U32(IsLarge(e) ? uint.MaxValue : e.PackedSize), .. U32(IsLarge(e) ? uint.MaxValue : e.Size),
    ];

    private static byte[] Extra(ZipEntry e, bool withOffset)
    {
        byte[] fields = [.. IsLarge(e) ? (byte[])[.. U64(e.Size), .. U64(e.PackedSize)] : [], .. withOffset && e.Offset >= uint.MaxValue ? U64(e.Offset) : []];
        return fields.Length == 0 ? [] : [.. U16(1), .. U16(fields.Length), .. fields];
    }

    private static byte[] Join(byte[] head, ZipEntry e, byte[] extra) => [.. head, .. Encoding.ASCII.GetBytes(e.Name), .. extra];

    private static bool IsLarge(ZipEntry e) => e.Size >= uint.MaxValue || e.PackedSize >= uint.MaxValue;

    private static int NeededFor(ZipEntry e) => IsLarge(e) || e.Offset >= uint.MaxValue ? 45 : 20;

    private static long Narrow(long value) => Math.Min(value, uint.MaxValue);

    private static byte[] U16(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }

    private static byte[] U32(long value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
        return bytes;
    }

    private static byte[] U64(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }
}

/// <param name="Offset">Where its header begins.</param>
internal sealed record ZipEntry(string Name, ushort Method, uint Crc32, long Size, long PackedSize, long Offset);
