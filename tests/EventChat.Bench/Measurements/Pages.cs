using EventChat.Bench.App;
using EventChat.Bench.Client;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>32 keep-alive readers of the newest page of 50 messages, over all channels.</summary>
internal static class Pages
{
    private const int Readers = 32;

    public static async Task<Outcome> Measure(Community community, BenchOptions options, Step step, CancellationToken ct)
    {
        var (pace, recorder) = (new ClosedLoop(), new Recorder());
        var readers = community.Members.Take(Readers).Select((account, index) =>
            new PageReader(community.Server, account.Token, community.Channels, index, recorder, pace)).ToList();
        try
        {
            pace.Start(readers);
            await step.Wait(options.LeadIn, ct);
            var outcome = await Round.Take(recorder, options, step, ct);
            await pace.Stop(TimeSpan.FromSeconds(5), ct);
            return outcome;
        }
        finally
        {
            readers.ForEach(static reader => reader.Dispose());
        }
    }
}
