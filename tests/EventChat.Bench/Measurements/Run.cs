using EventChat.Bench.Machine;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>What every measurement of a run shares.</summary>
internal sealed record Run(BenchOptions Options, Board Board, Findings Findings)
{
    public Run Cold => this with { Options = Options.Cold };

    /// <summary>How long so many measurements of rounds take.</summary>
    public TimeSpan Expected(int measurements = 1) =>
        measurements * (Options.LeadIn + (Options.Repetitions * Options.Round));

    /// <summary>
    /// Waits for a quiet machine and measures. A measurement that fails is told of and does not end the run; the answer says
    /// whether it succeeded.
    /// </summary>
    public async Task<bool> Try(string name, TimeSpan expected, Func<Step, Task> measure, CancellationToken ct)
    {
        var step = Board.Begin(name, expected);
        try
        {
            await Usage.Quiet(Options.QuietPatience, ct);
            await measure(step);
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Findings.Fail(name, e.Message);
            step.Say("failed");
            return false;
        }
        finally
        {
            step.Done();
        }
    }
}
