using EventChat.Adapters.Jobs;
using EventChat.Contracts.Support;
using EventChat.Projections.Jobs;
using Microsoft.Extensions.Options;

namespace EventChat.Contracts.Jobs;

public sealed class InProcessJobQueueTests(PostgresDatabase database) : JobQueueContract(database), IDisposable
{
    private InProcessJobQueue? queue;

    public void Dispose() => queue?.Dispose();

    [Fact]
    public async Task Work_is_done_or_given_up_when_handing_it_in_is_over()
    {
        var worker = new Worker { Failures = 2 };
        var own = await Start(worker);

        await own.Enqueue(Mail("one"), CancellationToken.None);

        Assert.Single(worker.Done);
        Assert.False(own.IsLasting);
    }

    protected override Task<IJobQueue> Start(JobOptions options, params IJobHandler[] handlers) =>
        Task.FromResult<IJobQueue>(queue = new(handlers, Options.Create(options), GivingUp, Metrics, TimeProvider.System));
}
