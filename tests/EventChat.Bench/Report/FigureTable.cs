using System.Globalization;
using EventChat.Bench.Machine;
using Spectre.Console;

namespace EventChat.Bench.Report;

/// <summary>The figures as a table on the console; a figure of the grown store stands in the row of its first one.</summary>
internal static class FigureTable
{
    private const int WidthOfPaper = 180;

    public static void Print(Findings findings)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = WidthOfPaper;
        AnsiConsole.Write(Table(findings));
        foreach (var failure in findings.Failures)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{failure.Measurement} has no result:[/] {failure.Why}");
        }

        var bars = findings.Figures.Where(static figure => figure.Met is not null).ToList();
        if (findings.Figures.Any(static figure => figure.Noise >= Usage.Noisy))
        {
            AnsiConsole.MarkupLine("[yellow]other processes worked meanwhile: where they did, the figures say too little[/]");
        }

        AnsiConsole.MarkupLineInterpolated($"{bars.Count(static figure => figure.Met == true)} of {bars.Count} bars met");
    }

    private static Table Table(Findings findings)
    {
        var figures = findings.Figures.ToDictionary(static figure => figure.Key);
        var table = new Table().RoundedBorder();
        table.AddColumns("figure", "measured", "bar", "bare limit", "at 10 times the messages", "others", "details");
        foreach (var column in table.Columns.Skip(1).Take(5)) column.RightAligned().NoWrap();
        foreach (var figure in findings.Figures.Where(static figure => !figure.IsOfGrown))
        {
            table.AddRow(
                Markup.Escape(figure.Name),
                Coloured(figure),
                figure.Bar?.Text(figure) ?? string.Empty,
                figure.Limit is { } limit ? figure.Text(limit) : string.Empty,
                Grown(figures.GetValueOrDefault(figure.Grown), figures.GetValueOrDefault(figure.Flat)),
                Noise(figure.Noise),
                Markup.Escape(figure.Note));
        }

        return table;
    }

    private static string Grown(Figure? grown, Figure? flat) => (grown, flat) switch
    {
        (null, _) => string.Empty,
        (_, null) => Coloured(grown),
        _ => $"{Coloured(grown)}, {Coloured(flat)}",
    };

    private static string Coloured(Figure figure)
    {
        var colour = figure.Met switch
        {
            true => "green",
            false => "red",
            null => "default",
        };
        return $"[{colour}]{figure.Text(figure.Value)}[/]";
    }

    private static string Noise(double? cores)
    {
        var text = cores is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{cores * 100:F0} %");
        return cores >= Usage.Noisy ? $"[yellow]{text}[/]" : text;
    }
}
