using System.Globalization;
using System.Net;
using EventChat.Bench.App;
using EventChat.Bench.Client;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>What authentication and permission cost, and what a crowd that signs in costs those who are in.</summary>
internal sealed class Access(Run run, Installation app)
{
    /// <summary>How many measurements of rounds this is.</summary>
    public const int Parts = 6;

    private const int Connections = 32;
    private const int SignInsPerSecond = 50;

    public async Task Measure(Step step, CancellationToken ct)
    {
        var community = await app.Community(ct);
        await Door(community, step, ct);
        await SignIns(community, step, ct);
    }

    /// <summary>
    /// Two requests that are answered with a problem of the same size: one to an address that does not exist, and one of a
    /// guest for the messages of a public channel they were not added to, which takes the longest of all permission checks
    /// and then reads nothing. What is between them is routing, authentication and permission.
    /// </summary>
    private async Task Door(Community community, Step step, CancellationToken ct)
    {
        var (channel, guest) = await Settlers.Hide(community, app.Api, ct);
        var nowhere = Caller.Get(community.Server, $"/api/v1/somewhere/{channel}/messages", token: null);
        var hidden = Caller.Get(community.Server, $"/api/v1/channels/{channel}/messages", guest.Token);
        var (open, closed) = (await Ask(nowhere, Connections), await Ask(hidden, Connections));
        run.Findings.Add(new("access.time", "authentication and permission, processor time", closed.AppTime - open.AppTime, Unit.Milliseconds)
        {
            Bar = Bars.AccessTime,
            Note = Invariant(
                $"the app's, a request: {closed.AppTime:F3} ms for a refused guest, {open.AppTime:F3} ms for no address, {Connections} connections"),
            Noise = Math.Max(open.Others, closed.Others),
        });

        (open, closed) = (await Ask(nowhere, 1), await Ask(hidden, 1));
        run.Findings.Add(new("access.latency", "authentication and permission, added to a read", closed.AnswerP50 - open.AnswerP50, Unit.Milliseconds)
        {
            Bar = Bars.AccessLatency,
            Note = Invariant($"the same requests one at a time: p50 {closed.AnswerP50:F3} ms and {open.AnswerP50:F3} ms"),
            Noise = Math.Max(open.Others, closed.Others),
        });

        Task<Outcome> Ask(byte[] request, int connections) =>
            Questions.Ask(run, app, [request], connections, new ClosedLoop(), step, ct, HttpStatusCode.NotFound);
    }

    /// <summary>Those who sign in are none of those who send: a session more than a person may have would end another's.</summary>
    private async Task SignIns(Community community, Step step, CancellationToken ct)
    {
        var alone = await Posting.Measure(community, community.Channels, run.Options, step, ct);
        var requests = Enumerable.Range(Community.Senders, Community.Size - Community.Senders)
            .Select(index => Caller.Post(community.Server, "/api/v1/auth/login", Settlers.LogIn(index))).ToList();

        using var posting = new Posting(community, community.Channels);
        posting.Begin();
        await step.Wait(run.Options.LeadIn, ct);
        var posts = posting.Rounds(run.Options, step, ct);
        var signIns = await Questions.Ask(run, app, requests, Connections, new Schedule(SignInsPerSecond), step, ct);
        var beside = await posts;
        await posting.Stop(ct);

        run.Findings.Add(Figures.Share("access.sends", Invariant($"durable sends beside {SignInsPerSecond} sign-ins/s, of those without"), beside, alone.Rate) with
        {
            Bar = Bars.SendsBesideSignIns,
            Note = Invariant($"{beside.Rate:N0}/s and {alone.Rate:N0}/s, {signIns.Rate:F1} signed in a second, {signIns.Overloads} times 503"),
        });
        run.Findings.Add(new("access.signin", "sign-in beside the sends, p50", signIns.AnswerP50, Unit.Milliseconds)
        {
            Bar = Bars.SignInP50,
            Note = Figures.Percentiles(signIns.AnswerP50, signIns.AnswerP99),
            Noise = signIns.Others,
        });
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
