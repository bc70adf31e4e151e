using System.Globalization;
using EventChat.Bench.App;
using EventChat.Bench.Client;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>What a client asks first, for somebody who is in a thousand channels, one question at a time.</summary>
internal sealed class Boots(Run run, Installation app)
{
    public const int Parts = 2;

    private const int PerSecond = 10;

    public async Task Measure(Step step, CancellationToken ct)
    {
        var person = await Regular.Settle(
            await app.Community(ct), app.Api, made => step.Say(string.Create(CultureInfo.InvariantCulture, $"{made:N0} channels")), ct);
        await CatchUp.Wait(app, ct);
        var name = string.Create(CultureInfo.InvariantCulture, $"of a person in {Regular.ChannelCount:N0} channels");
        await Add("boot", $"first snapshot {name}", "me/boot", Bars.Boot);
        await Add("unreads", $"unread counts {name}", "me/unreads", Bars.Unreads);

        async Task Add(string key, string title, string path, Bar bar)
        {
            var request = Caller.Get((await app.Community(ct)).Server, $"/api/v1/{path}", person.Token);
            var outcome = await Questions.Ask(run, app, [request], 1, new Schedule(PerSecond), step, ct);
            run.Findings.Add(new(key, $"{title}, p50", outcome.AnswerP50, Unit.Milliseconds) { Bar = bar, Note = $"p99 {outcome.AnswerP99:0.0} ms", Noise = outcome.Others });
        }
    }
}
