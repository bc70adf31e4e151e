using System.Diagnostics.Metrics;
using EventChat.Adapters.Jobs;
using EventChat.Contracts.Support;
using EventChat.Projections.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace EventChat.Contracts.Jobs;

public sealed class InProcessJobQueueTests : JobQueueContract, IDisposable
{
    private readonly MeterListener listener = new();
    private readonly TestMeters meters = new();
    private InProcessJobQueue? queue;
    private long givenUp;

    protected override long GivenUp => Interlocked.Read(ref givenUp);

    public void Dispose()
    {
        listener.Dispose();
        queue?.Dispose();
        meters.Dispose();
    }

    [Fact]
    public async Task Work_that_nobody_does_is_refused_at_once()
    {
        var none = await Start();

        await Assert.ThrowsAsync<InvalidOperationException>(() => none.Enqueue(new SendMail("one", "bob@example.org", "", "", ""), CancellationToken.None));
    }

    protected override Task<IJobQueue> Start(params IJobHandler[] handlers)
    {
        var metrics = new JobMetrics(meters);
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "eventchat.jobs.given_up") own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref givenUp, value));
        listener.Start();
        queue = new(
            handlers, Options.Create(new JobOptions { Parallel = 4, FirstPauseSeconds = 0.02, GiveUpSeconds = 8 }), metrics, TimeProvider.System,
            NullLogger<InProcessJobQueue>.Instance);
        return Task.FromResult<IJobQueue>(queue);
    }
}
