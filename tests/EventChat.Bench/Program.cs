using System.Runtime.InteropServices;
using EventChat.Bench;
using EventChat.Bench.Bare;
using EventChat.Bench.Client;
using EventChat.Bench.Report;
using Spectre.Console;

if (args is [BareServer.Echo or BareServer.SignalR, .. var rest])
{
    await BareServer.Run(args[0], rest);
    return 0;
}

if (args is [HookServer.Kind, .. var settings])
{
    await HookServer.Run(settings);
    return 0;
}

if (BenchOptions.Parse(args, out var wrong) is not { } options)
{
    AnsiConsole.MarkupLineInterpolated($"[red]{wrong}[/]");
    AnsiConsole.MarkupLineInterpolated($"./bench [[--quick]] [[--only {string.Join(',', Plan.Names)}]] [[--json FILE]] [[--svg FILE]]");
    return 2;
}

SocketThread.UseOne();
using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var findings = new Findings();
try
{
    await Board.Show(board => Plan.Follow(new(options, board, findings), stop.Token));
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    findings.Fail("the run", "interrupted");
}

FigureTable.Print(findings);
await Paper.Write(findings, options);
return findings.Failures.Count == 0 ? 0 : 1;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
