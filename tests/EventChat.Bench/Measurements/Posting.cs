using EventChat.Bench.App;
using EventChat.Bench.Client;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>64 keep-alive senders, each posting its next message when the last one is answered, or when it is due.</summary>
internal sealed class Posting : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Pace _pace;
    private readonly Recorder _recorder = new();
    private readonly List<Poster> _posters;

    /// <param name="pace">Null for as fast as they are answered.</param>
    public Posting(Community community, IReadOnlyList<string> channels, Pace? pace = null, Deliveries? deliveries = null)
    {
        _pace = pace ?? new ClosedLoop();
        _posters =
        [
            .. community.Members.Take(Community.Senders).Select((account, index) =>
                new Poster(community.Server, account.Token, channels, index, _recorder, _pace, deliveries)),
        ];
    }

    private long Answered => _recorder.Current.Answers.Count;

    /// <summary>What every measurement of posts is: lead in, rounds, stop.</summary>
    public static async Task<Outcome> Measure(
        Community community, IReadOnlyList<string> channels, BenchOptions options, Step step, CancellationToken ct)
    {
        using var posting = new Posting(community, channels);
        posting.Begin();
        await step.Wait(options.LeadIn, ct);
        var outcome = await posting.Rounds(options, step, ct);
        await posting.Stop(ct);
        return outcome;
    }

    /// <summary>Posts until so many more messages are stored, and says how many those were in the end.</summary>
    public static async Task<long> Fill(
        Community community, IReadOnlyList<string> channels, long count, Action<long> progress, CancellationToken ct)
    {
        using var posting = new Posting(community, channels);
        posting.Begin();
        while (posting.Answered < count)
        {
            progress(posting.Answered);
            await Task.Delay(20, ct);
            posting._recorder.ThrowIfFailed();
        }

        await posting.Stop(ct);
        return posting.Answered;
    }

    public void Begin() => _pace.Start(_posters);

    public Task<Outcome> Rounds(BenchOptions options, Step step, CancellationToken ct) =>
        Round.Take(_recorder, options, step, ct);

    public async Task Stop(CancellationToken ct)
    {
        var settled = await _pace.Stop(Patience, ct);
        _recorder.ThrowIfFailed();
        if (!settled) throw new MeasurementException($"posts without an answer for {Patience.TotalSeconds} s");
    }

    public void Dispose() => _posters.ForEach(static poster => poster.Dispose());
}
