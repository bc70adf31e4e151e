using EventChat.Adapters;
using EventChat.Api.Operations;
using EventChat.Commands.Handling;
using EventChat.Events.Store;
using Npgsql;

namespace EventChat.Api.Demo;

/// <summary>The demo as `./run --demo FOLDER` shows it.</summary>
internal static class DemoConsole
{
    private const string UnreadFile = "demo-unread-lines.txt";

    public static IServiceCollection AddDemo(this IServiceCollection services) => services
        .AddSingleton<DemoOwner>().AddSingleton<DemoPeople>().AddSingleton<DemoChannels>().AddSingleton<DemoCheck>()
        .AddSingleton(static p => new DemoLoader(
            p.GetRequiredService<DemoOwner>(), p.GetRequiredService<DemoPeople>(), p.GetRequiredService<DemoChannels>(), p.GetRequiredService<DemoCheck>()));

    /// <returns>False where it could not be loaded, and the reason was told.</returns>
    public static async Task<bool> Run(WebApplication app, IReadOnlyList<IrcPlan> plans, CancellationToken ct)
    {
        try
        {
            var report = await app.Services.GetRequiredService<DemoLoader>().Load(plans, Console.Out, ct);
            var unread = await Write(report.Unread, app.Configuration["Data"] ?? "data", ct);
            foreach (var line in report.Lines(unread)) await Console.Out.WriteLineAsync(line);
            await Console.Out.WriteLineAsync($"Every message is in its place: {report.Counts.Messages:N0} of {report.Counts.Messages:N0} read back.");
            await Guide(app, plans, ct);
            return true;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await Console.Out.WriteLineAsync("Demo: interrupted. The next start with --demo goes on from here.");
            return true;
        }
        catch (Exception error) when (error is StartupException or LogUnavailableException or NpgsqlException)
        {
            await Console.Error.WriteLineAsync($"EventChat cannot load the demo: {Words.For(error) ?? error.Message}");
            return false;
        }
    }

    private static async Task<string> Write(IReadOnlyList<UnreadLine> unread, string folder, CancellationToken ct)
    {
        var path = Path.Combine(Path.GetFullPath(folder), UnreadFile);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllLinesAsync(path, unread.Select(static line => line.ToString()), ct);
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"no file, because it cannot be written ({error.Message})";
        }
    }

    private static async Task Guide(WebApplication app, IReadOnlyList<IrcPlan> plans, CancellationToken ct)
    {
        var thread = plans
            .SelectMany(static plan => plan.Log.Threads.Roots.Values.CountBy(static root => root)
                .Select(root => (Plan: plan, Root: root.Key, Replies: root.Value)))
            .DefaultIfEmpty((Plan: plans[0], Root: -1, Replies: 0))
            .MaxBy(static thread => thread.Replies);
        var place = await DemoPlace.Read(
            thread.Plan, DemoPeople.In([thread.Plan]), app.Services.GetRequiredService<IEventStore>(), app.Services.GetRequiredService<CommandHandler>(), ct);
        await Console.Out.WriteLineAsync($"\n{DemoGuide.Text(Reachable(app.Urls.First()), thread.Plan.ChannelId, place.NumberOf(thread.Root) ?? 1)}\n");
    }

    /// <summary>An address that listens everywhere is no address to go to.</summary>
    private static string Reachable(string url) => url
        .Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
        .Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal).TrimEnd('/');
}
