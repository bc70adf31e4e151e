using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Projections.Subscriptions;

/// <summary>
/// Follows the log for all subscriptions, for as long as this node leads, and offers each what it wants. A subscription that begins, or begins anew, goes through the log by itself until it has caught up.
/// </summary>
internal sealed class Dispatch(SubscriptionContext context, SubscriptionQueries subscriptions, DeliveryTables tables)
{
    public static readonly StreamFilter Streams = new(StreamName.Channels, StreamName.Workspaces);

    /// <summary>Between two stores of how far each subscription is: what was told since may be told again by the node that takes over.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>In which the answer and the push of the same events go first.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(5);

    /// <summary>How often the position of a subscription that nothing happens to is stored, in <see cref="Pause"/>s.</summary>
    private const int Seldom = 60;

    private const int MostRoutes = 100_000;

    private readonly Dictionary<string, SubscriptionRun> runs = [];
    private readonly Dictionary<string, SubscriptionView> views = [];
    private readonly List<SubscriptionRun> live = [];
    private readonly Dictionary<StreamName, List<SubscriptionRun>> hearing = [];
    private readonly Lock gate = new();
    private Position position;

    public async Task Lead(Leadership leader, CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task[] work = [];
        try
        {
            var (through, known) = await subscriptions.All(ct);
            position = through;
            foreach (var view in known) await Take(view.Id, view, ended.Token);
            work = [Follow(through, ended.Token), Keep(leader, ended.Token)];
            await await Task.WhenAny(work);
        }
        finally
        {
            await ended.CancelAsync();
            await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Stop();
        }
    }

    private async Task Follow(Position from, CancellationToken ct)
    {
        await foreach (var page in context.Store.Subscribe(from, Streams, ct))
        {
            if (page.IsLive && page.Events.Count > 0) await Task.Delay(Rest, context.Clock, ct);
            // Also where nobody is live yet: whoever joins in the middle of the page hears the rest of it.
            if (views.Count > 0 || page.Events.Any(static e => e.Stream.StartsWith(StreamName.Workspaces))) await context.Homes.Learn(page.Events, ct);
            foreach (var e in page.Events)
            {
                if (e.Stream.StartsWith(StreamName.Workspaces) && SubscriptionProjection.Of(e.Readable) is { } id)
                    await Take(id.ToString(), SubscriptionProjection.Evolve(views.GetValueOrDefault(id.ToString()), id.ToString(), e), ct);
                lock (gate)
                {
                    if (live.Count > 0)
                        foreach (var run in Hearing(e.Stream))
                            if (e.Position > run.Cursor && run.IsOfType(e)) run.Offer(e);
                    position = e.Position;
                }
            }

            lock (gate) position = page.Through;
        }
    }

    private List<SubscriptionRun> Hearing(StreamName stream)
    {
        if (hearing.Count > MostRoutes) hearing.Clear();
        if (!hearing.TryGetValue(stream, out var runs)) hearing.Add(stream, runs = [.. live.Where(run => run.Hears(stream))]);
        return runs;
    }

    /// <summary>A subscription as it is from here on; null where it is gone.</summary>
    private async Task Take(string id, SubscriptionView? view, CancellationToken ct)
    {
        var before = views.GetValueOrDefault(id);
        if (view is null) views.Remove(id);
        else views[id] = view;

        if (view is { IsPaused: false } && before is { IsPaused: false } && before.Since == view.Since)
        {
            runs[id].View = view;
            return;
        }

        SubscriptionRun? run;
        lock (gate) runs.Remove(id, out run);
        if (run is not null)
        {
            await run.DisposeAsync();
            lock (gate)
            {
                if (live.Remove(run) && run.Cursor < position) run.Cursor = position;
                hearing.Clear();
            }

            if (view?.Since == before?.Since) await tables.Store([run.Progress(always: true)!], ct);
        }

        if (view is null) await tables.Forget(id, ct);
        else if (!view.IsPaused) await Start(view, ct);
    }

    private async Task Start(SubscriptionView view, CancellationToken ct)
    {
        var run = new SubscriptionRun(context, view, await tables.Load(view, ct), ct);
        lock (gate) runs[view.Id] = run;
        run.Begin();
        run.CatchUp(Join);
    }

    private bool Join(SubscriptionRun run)
    {
        lock (gate)
        {
            if (run.Cursor < position) return false;
            live.Add(run);
            hearing.Clear();
            return true;
        }
    }

    private async Task Keep(Leadership leader, CancellationToken ct)
    {
        for (var round = 1; ; round++)
        {
            await Task.Delay(Pause, context.Clock, ct);
            await leader.Hold(ct);
            await Store(always: round % Seldom == 0, ct);
        }
    }

    private async Task Store(bool always, CancellationToken ct)
    {
        List<Progress> progress;
        lock (gate)
        {
            foreach (var run in live)
                if (run.Cursor < position) run.Cursor = position;
            progress = [.. runs.Values.Select(run => run.Progress(always)).OfType<Progress>()];
        }

        await tables.Store(progress, ct);
    }

    private async Task Stop()
    {
        foreach (var run in runs.Values) await run.DisposeAsync();
        try { await Store(always: true, CancellationToken.None); }
        catch (Exception error) when (Outage.Is(error)) { }
    }
}
