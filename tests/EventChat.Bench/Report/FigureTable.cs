using System.Globalization;
using EventChat.Bench.Machine;
using Spectre.Console;

namespace EventChat.Bench.Report;

/// <summary>The figures as a table on the console.</summary>
internal static class FigureTable
{
    public static void Print(Findings findings)
    {
        var table = new Table().RoundedBorder().AddColumns("figure", "measured", "bar", "bare limit", "others", "details");
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        table.Columns[3].RightAligned();
        foreach (var figure in findings.Figures) table.AddRow([.. Cells(figure)]);
        AnsiConsole.Write(table);
        foreach (var failure in findings.Failures)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{failure.Measurement} has no result:[/] {failure.Why}");
        }

        var bars = findings.Figures.Where(static figure => figure.Met is not null).ToList();
        AnsiConsole.MarkupLineInterpolated($"{bars.Count(static figure => figure.Met == true)} of {bars.Count} bars met");
    }

    private static IEnumerable<string> Cells(Figure figure)
    {
        yield return Markup.Escape(figure.Name);
        yield return $"[{Colour(figure)}]{figure.Text(figure.Value)}[/]";
        yield return figure.Bar?.Text(figure) ?? string.Empty;
        yield return figure.Limit is { } limit ? figure.Text(limit) : string.Empty;
        yield return Noise(figure.Noise);
        yield return Markup.Escape(figure.Note);
    }

    private static string Colour(Figure figure) => figure.Met switch
    {
        true => "green",
        false => "red",
        null => "default",
    };

    private static string Noise(double cores)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{cores * 100:F0} %");
        return cores < Usage.Noisy ? text : $"[yellow]{text}[/]";
    }
}
