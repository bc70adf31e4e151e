using EventChat.Events.Store;

namespace EventChat.Adapters.Exports;

/// <summary>Works as fast as it can while nobody else does anything, and otherwise rests some times as long as it worked, so that nobody who writes has to notice.</summary>
internal sealed class ExportPace(IEventStore store, int restMultiple, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200), Slice = TimeSpan.FromMilliseconds(4);
    private long began = clock.GetTimestamp(), looked = clock.GetTimestamp();
    private Position head;
    private bool isBusy = true;

    public async ValueTask Rest(CancellationToken ct)
    {
        var worked = clock.GetElapsedTime(began);
        if (worked < Slice) return;
        if (clock.GetElapsedTime(looked) > Look)
        {
            var now = await store.ReadHead(ct);
            (isBusy, head, looked) = (now > head, now, clock.GetTimestamp());
        }

        if (isBusy) await Task.Delay(worked * restMultiple, clock, ct);
        began = clock.GetTimestamp();
    }
}
