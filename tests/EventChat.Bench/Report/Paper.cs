using System.Text.Json;
using Spectre.Console;

namespace EventChat.Bench.Report;

/// <summary>The files a run leaves behind.</summary>
internal static class Paper
{
    public static async Task Write(Findings findings, BenchOptions options)
    {
        await Write(options.Svg, BarPicture.Draw(findings));
        if (options.Json is { } json) await Write(json, JsonSerializer.Serialize(findings, FindingsJson.Default.Findings));
    }

    private static async Task Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        await File.WriteAllTextAsync(file, text);
        AnsiConsole.MarkupLineInterpolated($"wrote {file}");
    }
}
