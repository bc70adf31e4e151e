using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace EventChat.Adapters.Accounts;

/// <summary>
/// Threads for work that takes memory and a core for a while. They give way to all others, so that a crowd at the door does not slow down those
/// who are in; and the line before them is short, so that whoever is let into it is soon served.
/// </summary>
internal sealed class HashingLane : IDisposable
{
    /// <summary>To the kernel's scheduler: about a tenth of the weight of a thread that serves requests.</summary>
    private const int Niceness = 10;

    private readonly Channel<Action> line;

    public HashingLane(int threads, int waiting)
    {
        line = Channel.CreateBounded<Action>(waiting);
        for (var i = 0; i < threads; i++) new Thread(Serve) { IsBackground = true, Name = "passwords" }.Start();
    }

    /// <exception cref="HashingOverloadedException">The line is full.</exception>
    public Task<T> Run<T>(Func<T> work, CancellationToken ct)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!line.Writer.TryWrite(Do)) throw new HashingOverloadedException();
        return answer.Task;

        void Do()
        {
            try
            {
                if (ct.IsCancellationRequested) answer.TrySetCanceled(ct);
                else answer.TrySetResult(work());
            }
            catch (Exception e)
            {
                answer.TrySetException(e);
            }
        }
    }

    public void Dispose() => line.Writer.TryComplete();

    private void Serve()
    {
        if (OperatingSystem.IsLinux()) _ = SetPriority(0, 0, Niceness);
        else Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        foreach (var work in line.Reader.ReadAllAsync().ToBlockingEnumerable()) work();
    }

    /// <summary>Of this thread alone, which the runtime's own priorities do not reach on Linux.</summary>
    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int niceness);
}

public sealed class HashingOverloadedException() : Exception("Too many passwords wait to be checked.");
