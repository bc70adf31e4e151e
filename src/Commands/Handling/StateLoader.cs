using System.Buffers;
using System.Diagnostics;
using EventChat.Events.Store;

namespace EventChat.Commands.Handling;

/// <summary>A stream's state: from its snapshot and tail when it is first asked for, then kept.</summary>
internal sealed class StateLoader<TState>(StreamName stream, StreamQueueContext context) where TState : class, IState<TState>
{
    private static readonly Snapshots<TState>? Format = Snapshots<TState>.OfState;
    private TState? state;
    private long snapshotVersion;

    public long Version { get; private set; }

    public async ValueTask<TState> Load()
    {
        if (state is { } known) return known;

        var begun = Stopwatch.GetTimestamp();
        var snapshot = Format is null ? null : await context.Snapshots.Read(stream, Format.Number, CancellationToken.None);
        if (snapshot is null || Restore(snapshot) is not { } loaded) (loaded, snapshot) = (TState.Initial(), null);
        Version = snapshotVersion = snapshot?.Version ?? 0;
        await FoldTail(loaded);
        context.Metrics.Loaded(Stopwatch.GetElapsedTime(begun));
        return state = loaded;
    }

    /// <summary>Whether nobody else has written since: one point read. Where somebody has, the tail is folded and the answer is no.</summary>
    public async Task<bool> IsCurrent()
    {
        if (await context.Store.ReadVersion(stream, CancellationToken.None) == Version) return true;
        await FoldTail(state!);
        return false;
    }

    /// <summary>What is applied from here on may turn out not to have happened.</summary>
    public void Mark() => Format?.Mark(state!);

    /// <summary>What was applied since the mark did not happen; what happened instead is folded.</summary>
    public async Task TakeBack()
    {
        if (Format is null)
        {
            Forget();
            return;
        }

        Format.TakeBack(state!);
        await FoldTail(state!);
    }

    public void Moved(int events)
    {
        Version += events;
        if (Format is null || Version - snapshotVersion < Math.Max(context.Options.SnapshotEvery, Version / 8)) return;

        var bytes = Format.Save(state!);
        snapshotVersion = Version;
        _ = Write(new(Version, bytes), CancellationToken.None);
    }

    public void Forget() => state = null;

    public Task SaveSnapshot(CancellationToken ct) => Format is null || state is null || Version - snapshotVersion < 100
        ? Task.CompletedTask
        : Write(new(Version, Format.Save(state)), ct);

    private async Task FoldTail(TState folded)
    {
        await foreach (var e in context.Store.ReadStream(stream, Version, CancellationToken.None))
        {
            folded.Apply(e.Event, e.Actor, e.Version, e.RecordedAt);
            Version = e.Version;
        }
    }

    /// <summary>A snapshot that cannot be written costs time later and nothing else; the next is due after as many events again.</summary>
    private async Task Write(Snapshot snapshot, CancellationToken ct)
    {
        try { await context.Snapshots.Write(stream, Format!.Number, snapshot, ct); }
        catch (Exception error) when (error is not OperationCanceledException) { return; }
        context.Metrics.Snapshot();
    }

    /// <summary>Null for one that cannot be read: the stream is folded from its beginning.</summary>
    private static TState? Restore(Snapshot snapshot)
    {
        try { return Format!.Load(snapshot.State.Span); }
        catch (Exception) { return null; }
    }
}

/// <summary>Snapshots of a state that has them, found once per kind of state.</summary>
internal abstract class Snapshots<TState>
{
    public static readonly Snapshots<TState>? OfState =
        typeof(TState).GetInterfaces().Any(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ISnapshotState<>))
            ? (Snapshots<TState>)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeof(TState), typeof(TState)))!
            : null;

    public abstract int Number { get; }
    public abstract ReadOnlyMemory<byte> Save(TState state);
    public abstract TState Load(ReadOnlySpan<byte> snapshot);
    public abstract void Mark(TState state);
    public abstract void TakeBack(TState state);

    private sealed class Of<T> : Snapshots<T> where T : ISnapshotState<T>
    {
        public override int Number => T.SnapshotFormat;
        public override T Load(ReadOnlySpan<byte> snapshot) => T.Load(snapshot);
        public override void Mark(T state) => state.Mark();
        public override void TakeBack(T state) => state.TakeBack();

        public override ReadOnlyMemory<byte> Save(T state)
        {
            var bytes = new ArrayBufferWriter<byte>((int)Math.Clamp(state.Bytes * 9 / 8, 256, 1 << 30));
            state.Save(bytes);
            return bytes.WrittenMemory;
        }
    }
}
