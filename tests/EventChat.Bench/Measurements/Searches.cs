using System.Globalization;
using EventChat.Bench.App;
using EventChat.Bench.Client;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>Two words among a million messages, for somebody who may read half of the channels; and beside it a page of 50 that nothing had to be looked for.</summary>
internal sealed class Searches(Run run, Installation app)
{
    public const int Parts = 2;

    private const int Connections = 4, PerSecond = 40, Queries = 2_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public async Task Measure(Step step, CancellationToken ct)
    {
        var archive = await Archive.Open(await app.Community(ct), app.Api, ct);
        var talk = Talk.Listen();
        await Fill(archive, talk, step, ct);

        var community = await app.Community(ct);
        var reader = community.Members[^1];
        var page = await Ask([.. archive.Channels.Where(static (_, i) => i % 2 == 0).Select(channel => Get($"channels/{channel}/messages?limit=50"))]);
        var found = await Ask([.. Enumerable.Range(0, Queries).Select(_ => Get($"workspaces/{archive.Workspace}/search?q={talk.TwoWords()}"))]);
        var name = string.Create(CultureInfo.InvariantCulture, $"two words among {run.Options.Million:N0} messages");
        run.Findings.Add(new("search", $"{name}, p50", found.AnswerP50, Unit.Milliseconds)
        {
            Bar = Bars.SearchP50, Limit = page.AnswerP50, Note = "in half of the channels; the limit is a newest page of 50", Noise = found.Others,
        });
        run.Findings.Add(new("search.p99", $"{name}, p99", found.AnswerP99, Unit.Milliseconds) { Bar = Bars.SearchP99, Limit = page.AnswerP99, Noise = found.Others });

        byte[] Get(string path) => Caller.Get(community.Server, $"/api/v1/{path}", reader.Token);

        Task<Outcome> Ask(IReadOnlyList<byte[]> requests) => Questions.Ask(run, app, requests, Connections, new Schedule(PerSecond), step, ct);
    }

    /// <summary>Through the API, and then until the index has it all.</summary>
    private async Task Fill(Archive archive, Talk talk, Step step, CancellationToken ct)
    {
        var community = await app.Community(ct);
        var (recorder, pace) = (new Recorder(), new ClosedLoop());
        var talkers = archive.Talkers.Select((_, index) =>
            new Talker(community.Server, community.Members[index].Token, archive.Channels, index, talk, recorder, pace)).ToList();
        try
        {
            pace.Start(talkers);
            while (recorder.Current.Answers.Count < run.Options.Million)
            {
                await Task.Delay(200, ct);
                step.Say(string.Create(CultureInfo.InvariantCulture, $"{recorder.Current.Answers.Count:N0} messages"));
                recorder.ThrowIfFailed();
            }

            await pace.Stop(TimeSpan.FromSeconds(30), ct);
        }
        finally
        {
            talkers.ForEach(static talker => talker.Dispose());
        }

        for (var until = Clock.Now + Clock.Ticks(Patience); await CatchUp.Wait(app, ct) > 1;)
            if (Clock.Now > until) throw new MeasurementException("the index does not catch up");
    }
}
