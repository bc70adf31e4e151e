using System.Runtime.InteropServices;

namespace EventChat.Api.Operations;

/// <summary>The only one that hears that the process shall end, from its first moment to its last: Ctrl-C, or a service manager.</summary>
internal sealed class Signals : IHostLifetime, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly PosixSignalRegistration[] registrations;

    public Signals() => registrations = [Hear(PosixSignal.SIGINT, 130), Hear(PosixSignal.SIGTERM, 143), Hear(PosixSignal.SIGQUIT, 131)];

    public CancellationToken Stopping => stopping.Token;

    /// <summary>Of a process that was stopped before it had done what it was started for, as a shell tells it.</summary>
    public int ExitCode { get; private set; }

    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        stopping.Dispose();
    }

    private PosixSignalRegistration Hear(PosixSignal signal, int exitCode) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (ExitCode == 0) ExitCode = exitCode;
        stopping.Cancel();
    });
}
