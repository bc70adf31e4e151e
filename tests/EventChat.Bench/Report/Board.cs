using Spectre.Console;

namespace EventChat.Bench.Report;

/// <summary>Shows what is being measured, and how long it will take.</summary>
internal sealed class Board(ProgressContext progress)
{
    public static Task Show(Func<Board, Task> work) => AnsiConsole.Progress()
        .AutoClear(enabled: false)
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn(),
            new PercentageColumn(),
            new ElapsedTimeColumn())
        .StartAsync(progress => work(new Board(progress)));

    public Step Begin(string name, TimeSpan expected) =>
        new(progress.AddTask(Markup.Escape(name), maxValue: expected.TotalSeconds));
}

/// <summary>One line on the board.</summary>
internal sealed class Step(ProgressTask task)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private readonly string _name = task.Description;

    public void Say(string what) => task.Description = $"{_name}: {Markup.Escape(what)}";

    public void Reach(double fraction) => task.Value = fraction * task.MaxValue;

    public async Task Wait(TimeSpan span, CancellationToken ct)
    {
        for (var left = span; left > TimeSpan.Zero; left -= Tick)
        {
            var tick = left < Tick ? left : Tick;
            await Task.Delay(tick, ct);
            task.Increment(tick.TotalSeconds);
        }
    }

    public void Done()
    {
        task.Value = task.MaxValue;
        task.StopTask();
    }
}
