using System.Globalization;
using EventChat.Bench.App;
using EventChat.Bench.Bare;
using EventChat.Bench.Client;
using EventChat.Bench.Report;

namespace EventChat.Bench.Measurements;

/// <summary>Apps that are told by webhook: what it costs those who send, how long it takes, what dead addresses change, and how fast a bot reads up on the past.</summary>
internal sealed class Webhooks(Run run, Installation app, string program)
{
    public const int Parts = 4;

    private const int Subscriptions = 200, Dead = 100, PerSecond = 500, OfOneApp = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5), Settling = TimeSpan.FromSeconds(3);
    private string _past = "", _workspace = "";

    private int Past => run.Options.Quick ? 10_000 : 100_000;

    public async Task Measure(Step step, CancellationToken ct)
    {
        await using var hooks = await ServerProcess.Start(program, [HookServer.Kind], ct);
        await Prepare(ct);
        await Posting.Fill(await app.Community(ct), (await app.Community(ct)).Channels, Past, done => step.Say(string.Create(CultureInfo.InvariantCulture, $"{done:N0} messages")), ct);
        await CatchUp.Wait(app, ct);
        var (without, _) = await Talk(hooks, step, ct);

        await Subscribe(hooks, Subscriptions, static _ => HookServer.Taking, ct);
        var (with, healthy) = await Talk(hooks, step, ct);
        await Subscribe(hooks, Dead, static n => n % 2 == 0 ? HookServer.Hanging : HookServer.Breaking, ct);
        var (_, beside) = await Talk(hooks, step, ct);

        var each = (double)Subscriptions / Community.ChannelCount;
        Add("webhooks.p50", $"event to request, {Subscriptions} subscriptions, {PerSecond} messages/s, p50", healthy.P50, Unit.Milliseconds, Bars.WebhooksP50, with);
        Add("webhooks.p99", $"event to request, {Subscriptions} subscriptions, {PerSecond} messages/s, p99", healthy.P99, Unit.Milliseconds, Bars.WebhooksP99, with);
        Add("webhooks.dead", $"event to request beside {Dead} dead addresses, p99", beside.P99, Unit.Milliseconds, Bar.AtMost(Bars.BesideDead * healthy.P99), with, healthy.P99);
        Add("webhooks.sends", $"a send beside {Subscriptions} subscriptions, p50", with.AnswerP50, Unit.Milliseconds, Bar.AtMost(Bars.SendBesideWebhooks * without.AnswerP50), with, without.AnswerP50);
        await Replay(hooks, step, ct);

        void Add(string key, string name, double value, Unit unit, Bar bar, Outcome outcome, double? limit = null) => run.Findings.Add(new(key, name, value, unit)
        {
            Bar = bar, Limit = limit, Noise = outcome.Others, Note = FormattableString.Invariant($"{each:F0} deliveries a message"),
        });
    }

    /// <summary>The app is there before the past that it reads up on.</summary>
    private async Task Prepare(CancellationToken ct)
    {
        var owner = (await app.Community(ct)).Members[0].Token;
        _workspace = await app.Api.FirstWorkspace(owner, ct);
        _past = await MakeApp("historian", ct);
    }

    /// <summary>What senders waited, and what addresses took meanwhile.</summary>
    private async Task<(Outcome Sends, HooksTaken Taken)> Talk(ServerProcess hooks, Step step, CancellationToken ct)
    {
        var community = await app.Community(ct);
        using var posting = new Posting(community, community.Channels, new Schedule(PerSecond));
        posting.Begin();
        await step.Wait(run.Options.LeadIn, ct);
        await hooks.Api.Taken(ct);
        var outcome = await posting.Rounds(run.Options, step, ct);
        var taken = await hooks.Api.Taken(ct);
        await posting.Stop(ct);
        await Task.Delay(Settling, ct);
        await hooks.Api.Taken(ct);
        return (outcome, taken);
    }

    private async Task Replay(ServerProcess hooks, Step step, CancellationToken ct)
    {
        var (began, count) = (Clock.Now, 0L);
        await app.Api.Subscribe(_past, $"http://{hooks.Address}/hooks/{HookServer.Taking}/past", null, "beginning", await Owner(ct), ct);
        while (count < Past)
        {
            if (Clock.Now - began > Clock.Ticks(Patience)) throw new MeasurementException($"of {Past} events {count} were told again in {Patience.TotalMinutes} minutes");
            await Task.Delay(20, ct);
            count += (await hooks.Api.Taken(ct)).Count;
            step.Say(string.Create(CultureInfo.InvariantCulture, $"{count:N0} told again"));
        }

        run.Findings.Add(new("webhooks.replay", $"past events told to one bot, {Past:N0} of {Community.ChannelCount} channels", count / (Clock.Milliseconds(Clock.Now - began) / 1000), Unit.PerSecond)
        {
            Bar = Bars.ReplayPerSecond,
        });
    }

    private async Task Subscribe(ServerProcess hooks, int count, Func<int, string> kind, CancellationToken ct)
    {
        var (channels, id) = ((await app.Community(ct)).Channels, "");
        for (var n = 0; n < count; n++)
        {
            if (n % OfOneApp == 0) id = await MakeApp($"{kind(n)}-{n}", ct);
            await app.Api.Subscribe(id, $"http://{hooks.Address}/hooks/{kind(n)}/{n}", channels[n % channels.Count], "now", await Owner(ct), ct);
        }
    }

    private async Task<string> MakeApp(string name, CancellationToken ct) => (await app.Api.Post(
        $"workspaces/{_workspace}/apps", new(name, ["messages:read"]), SettlerJson.Default.NewApp, SettlerJson.Default.Made, await Owner(ct), ct)).Id;

    private async Task<string> Owner(CancellationToken ct) => (await app.Community(ct)).Members[0].Token;
}
