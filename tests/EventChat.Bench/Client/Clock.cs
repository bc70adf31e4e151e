using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EventChat.Bench.Client;

/// <summary>The machine's monotonic clock. Its sleep is exact to a tenth of a millisecond, which timers are not.</summary>
internal static partial class Clock
{
    private const int Monotonic = 1;
    private const int Absolute = 1;
    private const int Interrupted = 4;

    public static long Now => Stopwatch.GetTimestamp();

    public static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);

    public static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;

    public static void SleepUntil(long instant)
    {
        var (seconds, rest) = Math.DivRem(instant, Stopwatch.Frequency);
        var until = new Timespec(seconds, rest * 1_000_000_000 / Stopwatch.Frequency);
        int error;
        while ((error = ClockNanosleep(Monotonic, Absolute, in until, IntPtr.Zero)) == Interrupted)
        {
        }

        if (error != 0) throw new Win32Exception(error);
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int ClockNanosleep(int clock, int flags, in Timespec request, IntPtr remain);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Timespec(long Seconds, long Nanoseconds);
}
