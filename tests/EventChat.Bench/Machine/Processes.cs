using System.Globalization;

namespace EventChat.Bench.Machine;

/// <summary>What the kernel says about processor time, in ticks of a hundredth of a second.</summary>
internal static class Processes
{
    public const double TicksPerSecond = 100;

    private const int KernelThreads = 2;

    /// <summary>User, nice, system and steal time of all processors together.</summary>
    public static long Busy()
    {
        var times = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Number(times[1]) + Number(times[2]) + Number(times[3]) + Number(times[8]);
    }

    public static long Mine() => Of(Environment.ProcessId);

    /// <summary>Of one process without its children.</summary>
    public static long Of(int? id) => id is { } known ? Read(known)?.Own ?? 0 : 0;

    /// <summary>
    /// All who work for this run: this process, all below it, and the kernel's own threads. Each with the children it has
    /// outlived, so that the sum never loses anybody.
    /// </summary>
    public static long Ours()
    {
        var all = Directory.GetDirectories("/proc").Select(Path.GetFileName)
            .Where(static name => char.IsAsciiDigit(name![0]))
            .Select(static name => Read((int)Number(name!))).OfType<Reading>().ToDictionary(static one => one.Id);
        return all.Values.Where(IsOurs).Sum(static one => one.Own + one.Children);

        bool IsOurs(Reading one) =>
            one.Id is KernelThreads || one.Id == Environment.ProcessId
            || (all.TryGetValue(one.Parent, out var parent) && IsOurs(parent));
    }

    private static Reading? Read(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            var rest = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new(id, (int)Number(rest[1]), Number(rest[11]) + Number(rest[12]), Number(rest[13]) + Number(rest[14]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Reading(int Id, int Parent, long Own, long Children);
}
