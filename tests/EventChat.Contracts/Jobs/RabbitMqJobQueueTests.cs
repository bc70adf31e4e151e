using System.Text;
using EventChat.Adapters.Jobs;
using EventChat.Contracts.Support;
using EventChat.Projections.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;

namespace EventChat.Contracts.Jobs;

/// <summary>Against a real RabbitMQ, with queues of each test's own.</summary>
public sealed class RabbitMqJobQueueTests(PostgresDatabase database) : JobQueueContract(database)
{
    private readonly string name = $"test.{Guid.CreateVersion7():n}";
    private readonly List<RabbitMqJobQueue> nodes = [];
    private RabbitMqServer broker = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        broker = await RabbitMqServer.Connect();
    }

    public override async Task DisposeAsync()
    {
        while (nodes is [var node, ..]) await End(node);
        await broker.Remove(name);
        await broker.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Work_of_a_kind_that_this_version_does_not_know_is_kept_as_it_came_and_stays_where_it_is_sent_again()
    {
        var queue = await Start(new Worker());
        var sent = await Captured("one");

        await broker.Put(name, Changed(sent.Body, ("\"mail\"", "\"carrier-pigeon\""), ("\"one\"", "\"two\"")), Properties(sent));

        var kept = await Kept();
        Assert.Equal(("two", "carrier-pigeon"), (kept.Id, kept.Kind));
        Assert.Contains("bob@example.org", Encoding.UTF8.GetString(kept.Body), StringComparison.Ordinal);
        await FailedJobs.SendAgain(null, CancellationToken.None);
        await new SendAgain(FailedJobs, queue, Options.Create(Usual), Metrics, TimeProvider.System, NullLogger<SendAgain>.Instance).Run(CancellationToken.None);
        await Until(async () => (await FailedJobs.Find(kept.Number, CancellationToken.None)) is { IsAgain: false });
    }

    [Theory]
    [InlineData("{")]
    [InlineData("no job")]
    [InlineData("{\"message\":{}}")]
    [InlineData("{\"messageType\":[\"urn:message:other\"],\"message\":{\"a\":1}}")]
    public async Task What_is_no_job_is_kept_as_it_came_and_holds_nothing_up(string body)
    {
        var worker = new Worker();
        var queue = await Start(worker);

        await broker.Put(name, Encoding.UTF8.GetBytes(body), new() { ContentType = "application/vnd.masstransit+json" });
        await queue.Enqueue(Mail("one"), CancellationToken.None);

        await Until(() => worker.Done.Count == 1);
        Assert.Equal(body, Encoding.UTF8.GetString((await Kept()).Body));
        Assert.Equal(0u, await broker.Count(name));
    }

    [Fact]
    public async Task Of_two_nodes_one_does_the_work_and_where_it_ends_over_it_the_other_does()
    {
        var (slow, quick) = (new Worker { Duration = TimeSpan.FromMinutes(5) }, new Worker());
        var first = await Start(slow);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => first.Enqueue(Mail($"{i}"), CancellationToken.None)));
        await Until(() => slow.Attempts == 4);
        await Start(quick);
        await Until(() => quick.Done.Count == 4);

        await End((RabbitMqJobQueue)first);

        await Until(() => quick.Done.Count == 8);
        Assert.Equal(8, quick.Done.Select(static j => j.Id).Distinct().Count());
        Assert.Equal(0, await FailedJobs.Count(CancellationToken.None));
    }

    [Fact]
    public async Task Work_that_waits_for_its_next_attempt_is_done_by_another_node_where_the_first_has_ended()
    {
        var (bad, good) = (new Worker { FailsFor = static _ => true }, new Worker());
        var first = await Start(new JobOptions { Parallel = 4, FirstPauseSeconds = 3, GiveUpSeconds = 600 }, bad);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => first.Enqueue(Mail($"{i}"), CancellationToken.None)));
        await Until(() => bad.Attempts >= 20);
        await End((RabbitMqJobQueue)first);

        await Start(good);

        await Until(() => good.Done.Count == 20);
        Assert.Equal(20, good.Done.Select(static j => j.Id).Distinct().Count());
    }

    [Fact]
    public async Task Work_that_comes_back_again_and_again_is_kept_as_failed()
    {
        var queue = await Start(new Worker());
        var sent = await Captured("one");

        await broker.Put($"{name}.dead", sent.Body.ToArray(), Properties(sent));

        Assert.Contains("too often", (await Kept()).Reason, StringComparison.Ordinal);
        Assert.True(queue.IsLasting);
    }

    [Fact]
    public async Task Handing_in_waits_for_a_broker_that_is_away_and_ends_when_the_caller_does()
    {
        var queue = Node(new JobOptions { RabbitMq = "amqp://nobody:secret@127.0.0.1:1", Queue = name }, new Worker());
        await queue.StartAsync(CancellationToken.None);
        using var caller = new CancellationTokenSource();
        var handing = queue.Enqueue(Mail("one"), caller.Token);
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.True(queue.IsAway);
        Assert.False(handing.IsCompleted);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handing.WaitAsync(Patience));
    }

    protected override async Task<IJobQueue> Start(JobOptions options, params IJobHandler[] handlers)
    {
        var node = Node(
            new() { Parallel = options.Parallel, FirstPauseSeconds = options.FirstPauseSeconds, GiveUpSeconds = options.GiveUpSeconds, RabbitMq = RabbitMqServer.Address, Queue = name },
            handlers);
        await node.StartAsync(CancellationToken.None);
        await Until(() => !node.IsAway);
        return node;
    }

    private RabbitMqJobQueue Node(JobOptions options, params IJobHandler[] handlers)
    {
        nodes.Add(new(handlers, Options.Create(options), GivingUp, Metrics, TimeProvider.System, NullLogger<RabbitMqJobQueue>.Instance));
        return nodes[^1];
    }

    private async Task End(RabbitMqJobQueue node)
    {
        if (!nodes.Remove(node)) return;
        await node.StopAsync(CancellationToken.None);
        node.Dispose();
    }

    private async Task<FailedJob> Kept()
    {
        await Until(async () => await FailedJobs.Count(CancellationToken.None) == 1);
        return (await FailedJobs.Newest(1, CancellationToken.None)).Single();
    }

    /// <summary>A message as EventChat sends it.</summary>
    private Task<BasicGetResult> Captured(string id) => broker.Capture(name, () => nodes[0].Enqueue(Mail(id), CancellationToken.None));

    private static byte[] Changed(ReadOnlyMemory<byte> body, params (string From, string To)[] changes)
    {
        var text = Encoding.UTF8.GetString(body.Span);
        foreach (var (from, to) in changes)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }

        return Encoding.UTF8.GetBytes(text);
    }

    private static BasicProperties Properties(BasicGetResult sent) => new(sent.BasicProperties);
}
