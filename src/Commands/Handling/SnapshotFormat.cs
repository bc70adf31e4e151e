using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace EventChat.Commands.Handling;

/// <summary>
/// Numbers, texts and columns of fixed-size values, little-endian as on every machine that .NET 10 runs on. Columns are copied whole, so that a
/// state of a million messages loads at the speed of memory.
/// </summary>
public readonly struct SnapshotWriter(IBufferWriter<byte> output)
{
    public void Number(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(8), value);
        output.Advance(8);
    }

    public void Text(string value)
    {
        Number(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, output);
    }

    public void Column<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        Number(values.Length);
        output.Write(MemoryMarshal.AsBytes(values));
    }
}

/// <summary>Reads what <see cref="SnapshotWriter"/> wrote, in the same order.</summary>
public ref struct SnapshotReader(ReadOnlySpan<byte> snapshot)
{
    private ReadOnlySpan<byte> rest = snapshot;

    public long Number() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public string Text() => Encoding.UTF8.GetString(Take(Number()));

    public List<T> Column<T>() where T : unmanaged
    {
        var count = (int)Number();
        var values = new List<T>(count + count / 16);
        CollectionsMarshal.SetCount(values, count);
        Take(count * (long)Unsafe.SizeOf<T>()).CopyTo(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values)));
        return values;
    }

    private ReadOnlySpan<byte> Take(long bytes)
    {
        var taken = rest[..checked((int)bytes)];
        rest = rest[taken.Length..];
        return taken;
    }
}
