using System.Net;
using EventChat.Bench.App;
using EventChat.Bench.Client;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>The same questions again and again; an answer counts from when its question was due.</summary>
internal static class Questions
{
    /// <param name="requests">Asked in turn, by each connection from another one on.</param>
    public static async Task<Outcome> Ask(
        Run run, Installation app, IReadOnlyList<byte[]> requests, int connections, Pace pace, Step step, CancellationToken ct, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var (server, recorder) = ((await app.Community(ct)).Server, new Recorder());
        var callers = Enumerable.Range(0, connections)
            .Select(index => new Caller(server, requests, (int)expected, index * requests.Count / connections, recorder, pace)).ToList();
        try
        {
            pace.Start(callers);
            await step.Wait(run.Options.LeadIn, ct);
            var outcome = await Round.Take(recorder, run.Options, step, ct, app.Process);
            await pace.Stop(TimeSpan.FromSeconds(5), ct);
            return outcome;
        }
        finally
        {
            callers.ForEach(static caller => caller.Dispose());
        }
    }
}
