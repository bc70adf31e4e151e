using System.Globalization;
using EventChat.Bench.App;
using EventChat.Bench.Client;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>How long an officer waits for a channel as it was, one question at a time.</summary>
internal sealed class Replaying(Run run, Installation app)
{
    private long Messages => run.Options.Quick ? 10_000 : (long)Bars.ReplayedMessages;

    public async Task Measure(Step step, CancellationToken ct)
    {
        await Filling.Hot(app, Messages, step, ct);
        var community = await app.Community(ct);
        var (owner, workspace) = (community.Members[0], await app.Api.FirstWorkspace(community.Members[0].Token, ct));
        await app.Api.Put($"workspaces/{workspace}/members/{owner.Id}/grants/compliance-officer", new("Measurement"), SettlerJson.Default.NewGrant, owner.Token, ct);
        var position = await app.Api.Say("The last one", community.Hot, owner.Token, ct);

        var request = Caller.Get(community.Server, string.Create(CultureInfo.InvariantCulture, $"/api/v1/compliance/workspaces/{workspace}/replay?channelId={community.Hot}&position={position}"), owner.Token);
        var outcome = await Questions.Ask(run, app, [request], 1, new ClosedLoop(), step, ct);
        run.Findings.Add(new("replay", string.Create(CultureInfo.InvariantCulture, $"a channel of {app.HotMessages:N0} messages as it was, p50"), outcome.AnswerP50, Unit.Milliseconds)
        {
            Bar = Bar.AtMost(Bars.Replay * Math.Max(1, app.HotMessages / Bars.ReplayedMessages)), Note = FormattableString.Invariant($"p99 {outcome.AnswerP99:0} ms"), Noise = outcome.Others,
        });
    }
}
