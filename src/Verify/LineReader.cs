using System.Buffers.Text;

namespace EventChat.Verify;

/// <summary>Takes a line apart that has its members in one order and without blanks.</summary>
internal ref struct LineReader(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> rest = line;

    public readonly ReadOnlySpan<byte> Rest => rest;

    public bool Skip(ReadOnlySpan<byte> text)
    {
        if (!rest.StartsWith(text)) return false;
        rest = rest[text.Length..];
        return true;
    }

    /// <exception cref="FormatException">Something else stands there.</exception>
    public void Expect(ReadOnlySpan<byte> text)
    {
        if (!Skip(text)) throw new FormatException($"'{System.Text.Encoding.UTF8.GetString(text)}' is expected.");
    }

    public long Number()
    {
        if (!Utf8Parser.TryParse(rest, out long number, out var used) || number < 0 || (rest[0] == '0' && used > 1) || rest[0] == '+') throw new FormatException("A whole number is expected.");
        rest = rest[used..];
        return number;
    }

    public ReadOnlySpan<byte> Text()
    {
        var end = rest.IndexOf((byte)'"');
        if (end < 0 || rest[..end].Contains((byte)'\\')) throw new FormatException("A plain text is expected.");
        var text = rest[..end];
        rest = rest[end..];
        return text;
    }

    public Guid Guid()
    {
        if (!Utf8Parser.TryParse(rest, out Guid id, out var used, 'D')) throw new FormatException("A UUID is expected.");
        rest = rest[used..];
        return id;
    }

    public byte[] Hash()
    {
        var hash = new byte[32];
        if (rest.Length < 64 || Convert.FromHexString(rest[..64], hash, out _, out _) != System.Buffers.OperationStatus.Done) throw new FormatException("A hash of 64 digits is expected.");
        rest = rest[64..];
        return hash;
    }
}
