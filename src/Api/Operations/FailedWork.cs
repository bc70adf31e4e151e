using System.Globalization;
using System.Text.Json;
using EventChat.Adapters;
using EventChat.Adapters.Jobs;

namespace EventChat.Api.Operations;

/// <summary>What an operator does about work that failed: look at it, send it again, or take it away. A server that runs, or the next that does, sends it.</summary>
internal static class FailedWork
{
    private const int Listed = 100;
    private const string All = "all";

    public static async Task<int> Run(IServiceProvider services, string[] words, CancellationToken ct)
    {
        await services.GetRequiredService<FailedJobs>().EnsureSchema(ct);
        var failed = services.GetRequiredService<FailedJobs>();
        return words switch
        {
            [] or ["list"] => await List(failed, ct),
            ["show", var which] => await Show(failed, NumberOf(which), ct),
            ["retry", All] => await Tell(await failed.SendAgain(null, ct), "to be sent again"),
            ["retry", var which] => await Tell(Known(which, await failed.SendAgain(NumberOf(which), ct)), "to be sent again"),
            ["delete", All] => await Tell(await failed.Delete(null, ct), "deleted"),
            ["delete", var which] => await Tell(Known(which, await failed.Delete(NumberOf(which), ct)), "deleted"),
            _ => throw new StartupException("Write jobs, jobs show NUMBER, jobs retry NUMBER|all, or jobs delete NUMBER|all."),
        };
    }

    private static async Task<int> List(FailedJobs failed, CancellationToken ct)
    {
        var (newest, count) = (await failed.Newest(Listed, ct), await failed.Count(ct));
        foreach (var job in newest) await Console.Out.WriteLineAsync($"{job.Number}  {job.Kind}  {Time(job.FailedAt)}  {(job.IsAgain ? "is sent again" : job.Reason)}");
        await Console.Out.WriteLineAsync(count > newest.Count ? $"{count} failed jobs, of which these are the newest" : $"{count} failed jobs");
        return 0;
    }

    /// <summary>Addresses, and no words of people, codes or keys: those are in the database alone.</summary>
    private static async Task<int> Show(FailedJobs failed, long number, CancellationToken ct)
    {
        var job = await failed.Find(number, ct) ?? throw Unknown($"{number}");
        List<(string Name, string Value)> lines =
        [
            ("number", $"{job.Number}"), ("kind", job.Kind), ("id", job.Id), ("failed", $"{Time(job.FailedAt)}, after {job.Attempts} attempts since {Time(job.FirstAt)}"),
            ("reason", job.Reason), ("sent again", job.IsAgain ? "as soon as a server runs" : $"{job.Round} times so far"), .. Addresses(job.Body), ("size", $"{job.Body.Length} bytes"),
        ];
        foreach (var (name, value) in lines) await Console.Out.WriteLineAsync($"{name + ":",-13}{value}");
        return 0;
    }

    private static IEnumerable<(string, string)> Addresses(byte[] body)
    {
        foreach (var name in (string[])["to", "subject", "userId", "subscription"])
            if (Text(body, name) is { } value) yield return (name, value.ReplaceLineEndings(" "));
    }

    private static string? Text(byte[] body, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (JsonException) { return null; }
    }

    private static long NumberOf(string which) => long.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Unknown(which);

    private static int Known(string which, int count) => count > 0 ? count : throw Unknown(which);

    private static StartupException Unknown(string which) => new($"There is no failed job '{which}'; jobs lists them.");

    private static async Task<int> Tell(int count, string what)
    {
        await Console.Out.WriteLineAsync($"{count} jobs {what}");
        return 0;
    }

    private static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
