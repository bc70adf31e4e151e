using Spectre.Console;

namespace EventChat.Api.Demo;

/// <summary>A bar where somebody looks, a line for every tenth otherwise.</summary>
internal static class DemoProgress
{
    public static Task<T> Show<T>(TextWriter console, string what, int total, Func<Action<int>, Task<T>> work) =>
        ReferenceEquals(console, Console.Out) && !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive
            ? Bar(what, total, work)
            : work(Lines(console, what, total));

    private static Task<T> Bar<T>(string what, int total, Func<Action<int>, Task<T>> work) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .StartAsync(context =>
        {
            var bar = context.AddTask(what, maxValue: Math.Max(1, total));
            return work(count => bar.Increment(count));
        });

    private static Action<int> Lines(TextWriter console, string what, int total)
    {
        var done = 0;
        return count =>
        {
            var now = Interlocked.Add(ref done, count);
            if (10L * now / Math.Max(1, total) > 10L * (now - count) / Math.Max(1, total)) console.WriteLine($"Demo: {now:N0} of {total:N0} {what}");
        };
    }
}
