using EventChat.Events;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using EventChat.Events.Subscriptions;
using EventChat.Projections.Running;

namespace EventChat.Projections.Subscriptions;

/// <summary>
/// One subscription that goes on: a lane for each stream that it has something of, each with one request under way at a time. Lanes that fail have a turn of their own, so that
/// they take none from those that work.
/// </summary>
internal sealed class SubscriptionRun : IAsyncDisposable
{
    private const int AtOnce = 8, FailingAtOnce = 2, Chunk = 64;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly SubscriptionContext context;
    private readonly Dictionary<StreamName, Lane> lanes = [];
    private readonly HashSet<Task> work = [];
    private readonly SemaphoreSlim turns = new(AtOnce), failingTurns = new(FailingAtOnce);
    private readonly CancellationTokenSource stop;
    private readonly HashSet<string> types;
    private readonly HashSet<ChannelId> channels;
    private readonly Lock gate = new();
    private bool hasChanged;

    public SubscriptionRun(SubscriptionContext context, SubscriptionView view, Progress? progress, CancellationToken ct)
    {
        (this.context, View, Cursor, stop) = (context, view, new(progress?.Position ?? view.From), CancellationTokenSource.CreateLinkedTokenSource(ct));
        (types, channels) = ([.. TellableEvents.Of(view.EventTypes)], [.. view.ChannelIds]);
        foreach (var lane in progress?.Lanes ?? []) lanes.Add(new(lane.Stream), Lane.Of(lane));
    }

    public SubscriptionView View { get; set; }

    /// <summary>All up to here was offered; once it is live, whoever offers it keeps count.</summary>
    public Position Cursor { get; set; }

    /// <summary>Goes on with the lanes that are left over.</summary>
    public void Begin()
    {
        lock (gate)
            foreach (var lane in lanes.Values) Work(lane);
    }

    /// <summary>Goes through the log from where it stood until it has caught up with those that are live.</summary>
    /// <param name="join">False where they have gone on meanwhile.</param>
    public void CatchUp(Func<SubscriptionRun, bool> join) => Track(Safely(async ct =>
    {
        await context.CatchUps.WaitAsync(ct);
        try
        {
            await foreach (var page in context.Store.Subscribe(Cursor, Dispatch.Streams, ct))
            {
                await context.Homes.Learn(page.Events, ct);
                foreach (var e in page.Events)
                    if (IsOfType(e) && Hears(e.Stream)) Offer(e);
                lock (gate) (Cursor, hasChanged) = (page.Through, hasChanged || page.Events.Count > 0);
                if (page.IsLive && join(this)) return;
            }
        }
        finally { context.CatchUps.Release(); }
    }));

    /// <summary>Whether a stream is that of the workspace, or of one of the channels.</summary>
    public bool Hears(StreamName stream)
    {
        if (!stream.StartsWith(StreamName.Channels)) return channels.Count == 0 && stream == StreamName.For(View.WorkspaceId);
        return context.Homes.Of(stream) == View.WorkspaceId && (channels.Count == 0 || channels.Contains(stream.Id<ChannelId>()));
    }

    public bool IsOfType(RecordedEvent e) => types.Contains(EventTypes.PublicName(e.Type));

    public void Offer(RecordedEvent e)
    {
        lock (gate)
        {
            if (!lanes.TryGetValue(e.Stream, out var lane)) lanes.Add(e.Stream, lane = new(e.Stream, e.Version - 1));
            lane.Offer(e);
            hasChanged = true;
            Work(lane);
        }
    }

    /// <summary>How far it is; null where nothing has changed since it was asked last.</summary>
    public Progress? Progress(bool always = false)
    {
        lock (gate)
        {
            if (!hasChanged && !always) return null;
            hasChanged = false;
            return new(View.Id, View.Since, Cursor.Value, [.. lanes.Values.Where(static l => !l.IsDone).Select(static l => l.Progress)]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        Task[] last;
        lock (gate) last = [.. work];
        await Task.WhenAll(last);
        stop.Dispose();
        turns.Dispose();
        failingTurns.Dispose();
    }

    private void Work(Lane lane)
    {
        if (lane.IsWorking || lane.IsDone || stop.IsCancellationRequested) return;
        lane.IsWorking = true;
        Track(Safely(ct => Tell(lane, ct)));
    }

    private void Track(Task task)
    {
        lock (gate) work.Add(task);
        _ = task.ContinueWith(done => { lock (gate) work.Remove(done); }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task Safely(Func<CancellationToken, Task> what)
    {
        await Task.Yield();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await what(stop.Token);
                return;
            }
            catch (Exception) when (stop.IsCancellationRequested) { return; }
            catch (Exception error)
            {
                if (!Outage.Is(error)) context.Logger.LogInterrupted(error, View.Id);
                await Task.Delay(Soon, context.Clock, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Tell(Lane lane, CancellationToken ct)
    {
        while (true)
        {
            RecordedEvent? next;
            lock (gate)
            {
                next = lane.Next;
                if (next is null && !lane.MustRead)
                {
                    lane.IsWorking = false;
                    if (lane.IsDone) lanes.Remove(lane.Stream);
                    return;
                }
            }

            if (next is null) await Read(lane, ct);
            else if (!await Tell(lane, next, ct)) return;
        }
    }

    private async Task Read(Lane lane, CancellationToken ct)
    {
        var turn = lane.Attempts == 0 ? turns : failingTurns;
        await turn.WaitAsync(ct);
        try { await ReadOn(lane, ct); }
        finally { turn.Release(); }
    }

    private async Task ReadOn(Lane lane, CancellationToken ct)
    {
        var (after, last) = (lane.Told, lane.Missed);
        List<RecordedEvent> wanted = [];
        await foreach (var e in context.Store.ReadStream(lane.Stream, after, ct))
        {
            after = e.Version;
            if (IsOfType(e)) wanted.Add(e);
            if (wanted.Count == Chunk || e.Version >= last) break;
        }

        lock (gate) lane.Refill(wanted, after);
    }

    /// <summary>False where the subscription goes no further for now.</summary>
    private async Task<bool> Tell(Lane lane, RecordedEvent next, CancellationToken ct)
    {
        var turn = lane.Attempts == 0 ? turns : failingTurns;
        WebhookAnswer? answer = null;
        await turn.WaitAsync(ct);
        try
        {
            switch (await context.Rules.Judge(View, next, ct))
            {
                case Verdict.Wait: return false;
                case Verdict.Tell: answer = await Send(next, withWords: true, lane.Attempts + 1, ct); break;
                case Verdict.TellWithoutWords: answer = await Send(next, withWords: false, lane.Attempts + 1, ct); break;
            }
        }
        finally { turn.Release(); }

        if (answer is null or { IsTaken: true })
        {
            if (answer is not null) context.Metrics.Delivered(next, context.Clock.GetUtcNow());
            lock (gate)
            {
                lane.Took();
                hasChanged = true;
            }

            return true;
        }

        return await Failed(lane, answer, ct);
    }

    /// <summary>What cannot be made or posted for a reason of its own counts as an attempt that failed, so that somebody is told of it in the end.</summary>
    private async Task<WebhookAnswer> Send(RecordedEvent next, bool withWords, int attempt, CancellationToken ct)
    {
        try { return await context.Courier.Send(View, next, withWords, attempt, ct); }
        catch (Exception error) when (!ct.IsCancellationRequested && !Outage.Is(error))
        {
            context.Logger.LogInterrupted(error, View.Id);
            return new(null, "it could not be made", "", TimeSpan.Zero);
        }
    }

    private async Task<bool> Failed(Lane lane, WebhookAnswer answer, CancellationToken ct)
    {
        context.Metrics.Failed();
        var now = context.Clock.GetUtcNow();
        DateTimeOffset since;
        lock (gate)
        {
            hasChanged = true;
            lane.Attempts++;
            lane.FailingSince ??= now;
            lane.PutBack();
            since = View.ResumedAt > lane.FailingSince ? View.ResumedAt.Value : lane.FailingSince.Value;
        }

        var isOver = answer.IsGone || now - since >= context.Pace.Patience;
        if (isOver && await context.Rules.Pause(View, answer.IsGone ? PauseReason.Gone : PauseReason.Failing, ct)) return false;

        await Task.Delay(context.Pace.PauseAfter(lane.Attempts, answer.RetryAfter), context.Clock, ct);
        return true;
    }
}
