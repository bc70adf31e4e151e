using System.Globalization;

namespace EventChat.Bench.Machine;

/// <summary>What the kernel says about memory.</summary>
internal static class Memory
{
    private const string Resident = "VmRSS:";

    /// <summary>What a process has in memory at this moment, in KB.</summary>
    public static double Of(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(static line => line.StartsWith(Resident, StringComparison.Ordinal));
        return double.Parse(line[Resident.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
