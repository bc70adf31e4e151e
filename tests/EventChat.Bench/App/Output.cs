using System.Diagnostics;

namespace EventChat.Bench.App;

/// <summary>The last lines a process wrote, but for stack traces, to be shown when it fails.</summary>
internal sealed class Output
{
    private const int Kept = 12;

    private readonly Queue<string> _lines = new();
    private readonly Lock _gate = new();

    public Output(Process process)
    {
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Tail
    {
        get
        {
            lock (_gate) return string.Join('\n', _lines);
        }
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line) || line.StartsWith("   at ", StringComparison.Ordinal)) return;

        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Kept) _lines.Dequeue();
        }
    }
}
