using System.ComponentModel;
using System.Diagnostics;

namespace EventChat.Adapters.Postgres;

/// <summary>A program of the machine, started with a clean environment: nothing the app was told is passed on.</summary>
internal static class Command
{
    public static async Task<Outcome> Run(IReadOnlyList<string> line, CancellationToken ct)
    {
        using var process = Start(line);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(ct);
            var output = await process.StandardOutput.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return new(process.ExitCode, output.Trim(), (await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public static Process Start(IReadOnlyList<string> line)
    {
        var start = new ProcessStartInfo(line[0], line.Skip(1))
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LC_ALL"] = "C";
        try
        {
            var process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            throw new StartupException($"{line[0]} cannot be started ({e.Message}): install the Debian packages coreutils and util-linux.");
        }
    }

    internal sealed record Outcome(int ExitCode, string Output, string Errors);
}
