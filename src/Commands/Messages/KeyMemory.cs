using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using EventChat.Commands.Handling;
using EventChat.Events;

namespace EventChat.Commands.Messages;

/// <summary>
/// Idempotency keys and the version that each led to, remembered for 24 to 48 hours: two days' worth, of which the older is forgotten whole.
/// Keys are kept as 128-bit hashes of author and key.
/// </summary>
internal sealed class KeyMemory
{
    public const int MaxKeyLength = 200;
    private static readonly long Day = TimeSpan.FromHours(24).Ticks;

    private Dictionary<UInt128, int> today, yesterday;
    private long began;

    public KeyMemory() : this(0, [], []) { }

    private KeyMemory(long began, Dictionary<UInt128, int> today, Dictionary<UInt128, int> yesterday) =>
        (this.began, this.today, this.yesterday) = (began, today, yesterday);

    public long Bytes => (today.Count + yesterday.Count) * 44L;

    public long Find(UserId author, string key)
    {
        var hash = Hash(author, key);
        return today.TryGetValue(hash, out var version) || yesterday.TryGetValue(hash, out version) ? version : 0;
    }

    public void Remember(UserId author, string key, long version, DateTimeOffset at, Undo undo)
    {
        if ((at.UtcTicks - began - 1) / Day is > 0 and var days)
        {
            if (undo.IsKept) KeepDays(undo);
            (yesterday, today) = (days == 1 ? today : [], []);
            began += days * Day;
        }

        var hash = Hash(author, key);
        if (undo.IsKept) KeepKey(hash, undo);
        today[hash] = checked((int)version);
    }

    private void KeepDays(Undo undo)
    {
        var (before, one, other) = (began, today, yesterday);
        undo.Add(() => (began, today, yesterday) = (before, one, other));
    }

    private void KeepKey(UInt128 hash, Undo undo)
    {
        var known = today.TryGetValue(hash, out var version);
        undo.Add(() =>
        {
            if (known) today[hash] = version;
            else today.Remove(hash);
        });
    }

    public void Save(SnapshotWriter writer)
    {
        writer.Number(began);
        Save(writer, today);
        Save(writer, yesterday);
    }

    public static KeyMemory Load(ref SnapshotReader reader) => new(reader.Number(), LoadDay(ref reader), LoadDay(ref reader));

    private static void Save(SnapshotWriter writer, Dictionary<UInt128, int> day)
    {
        writer.Column<UInt128>([.. day.Keys]);
        writer.Column<int>([.. day.Values]);
    }

    private static Dictionary<UInt128, int> LoadDay(ref SnapshotReader reader)
    {
        var (keys, versions) = (reader.Column<UInt128>(), reader.Column<int>());
        var day = new Dictionary<UInt128, int>(keys.Count);
        for (var i = 0; i < keys.Count; i++) day.Add(keys[i], versions[i]);
        return day;
    }

    private static UInt128 Hash(UserId author, string key)
    {
        Span<byte> bytes = stackalloc byte[16 + 3 * MaxKeyLength];
        MemoryMarshal.Write(bytes, author.Value);
        return XxHash128.HashToUInt128(bytes[..(16 + Encoding.UTF8.GetBytes(key, bytes[16..]))]);
    }
}

/// <summary>Tells whether a text is the one that was recorded, without keeping it.</summary>
internal static class TextHash
{
    public static long Of(string text) => unchecked((long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan())));
}
