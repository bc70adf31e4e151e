using System.Globalization;
using System.Net.Sockets;
using MassTransit;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client.Exceptions;

namespace EventChat.Adapters.Jobs;

/// <summary>The connection to RabbitMQ, by way of MassTransit: what is declared there, what is sent, and what is read.</summary>
internal sealed class RabbitMqBus
{
    /// <summary>Messages that came back so often are not handed out again: whoever did them ended over it. RabbitMQ 4 has this limit by itself, and would drop them.</summary>
    private const int MaxReturns = 20;
    private const ushort HeartbeatSeconds = 10;
    private readonly JobOptions options;
    private readonly JobConsumer consumer;
    private readonly UnreadMessages unread;
    private readonly JobMetrics metrics;
    private readonly CancellationToken over;
    private readonly Uri now, later;
    private IBusControl bus;
    private ConnectionContext? connection;
    private Reading? reading;

    public RabbitMqBus(JobOptions options, JobConsumer consumer, UnreadMessages unread, JobMetrics metrics, CancellationToken over)
    {
        (this.options, this.consumer, this.unread, this.metrics, this.over) = (options, consumer, unread, metrics, over);
        (now, later) = (new($"exchange:{options.Queue}"), new($"exchange:{LaterQueues.Exchange(options.Queue)}?type=direct"));
        bus = Bus.Factory.CreateUsingRabbitMq(Configure);
    }

    public bool IsConnected => reading is { Goes: true } && connection is { Connection.IsOpen: true };

    private string Dead => $"{options.Queue}.dead";

    /// <summary>Goes on by itself until it succeeds, or meets what it does not expect.</summary>
    public async Task Start(CancellationToken ct)
    {
        try { await bus.StartAsync(ct); }
        catch (Exception) { reading = null; }
    }

    /// <summary>Whether somebody listens there.</summary>
    public async Task<bool> Answers(TimeSpan patience, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(patience);
        using var socket = new TcpClient();
        try { await socket.ConnectAsync(options.Address.Host, options.Address.Port, limit.Token); }
        catch (Exception error) when (error is SocketException or OperationCanceledException) { return false; }

        return true;
    }

    /// <summary>MassTransit gives up for ever where a broker refuses something, as one does that has just begun; so it begins anew.</summary>
    public async Task Renew(TimeSpan patience, CancellationToken ct)
    {
        await Stop(patience);
        bus = Bus.Factory.CreateUsingRabbitMq(Configure);
        _ = Start(ct);
    }

    public async Task Stop(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try { await bus.StopAsync(limit.Token).WaitAsync(limit.Token); }
        catch (Exception) { reading = null; }
    }

    public Task Send(JobMessage message, CancellationToken ct) => Send(now, message, static _ => { }, ct);

    public Task SendLater(JobMessage message, TimeSpan pause, CancellationToken ct) => Send(later, message, context =>
    {
        context.RoutingKey = LaterQueues.RoutingKey(pause);
        context.BasicProperties.Expiration = Math.Max(1, (long)pause.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
    }, ct);

    /// <summary>How much waits, for the metrics; nothing where the broker is away.</summary>
    public async Task Measure(CancellationToken ct)
    {
        if (!IsConnected) return;
        try
        {
            await using var channel = await connection!.Connection.CreateChannelAsync(cancellationToken: ct);
            long waiting = 0;
            foreach (var queue in LaterQueues.Names(options.Queue)) waiting += (await channel.QueueDeclarePassiveAsync(queue, ct)).MessageCount;
            metrics.Waits((await channel.QueueDeclarePassiveAsync(options.Queue, ct)).MessageCount, waiting);
        }
        catch (Exception error) when (error is RabbitMQClientException or IOException or OperationCanceledException or ObjectDisposedException or TimeoutException) { }
    }

    /// <summary>Nothing that no queue takes is confirmed.</summary>
    private async Task Send(Uri address, JobMessage message, Action<RabbitMqSendContext> set, CancellationToken ct)
    {
        var endpoint = await bus.GetSendEndpoint(address).WaitAsync(ct);
        await endpoint.Send(message, Pipe.Execute<SendContext<JobMessage>>(context =>
        {
            (context.MessageId, context.Durable) = (message.MessageId, true);
            var sent = context.GetPayload<RabbitMqSendContext>();
            sent.Mandatory = true;
            set(sent);
        }), ct).WaitAsync(ct);
    }

    private void Configure(IRabbitMqBusFactoryConfigurator configurator)
    {
        var address = options.Address;
        configurator.Host(address.Host, address.Port, address.VirtualHost, "EventChat", host =>
        {
            host.Username(address.User);
            host.Password(address.Password);
            host.Heartbeat(HeartbeatSeconds);
            host.PublisherConfirmation = true;
            if (address.IsEncrypted) host.UseSsl(static ssl => ssl.Protocol = RabbitMqAddress.Protocols);
        });
        configurator.ReceiveEndpoint(options.Queue, endpoint =>
        {
            foreach (var (name, value) in LaterQueues.Lasting(Dead)) endpoint.SetQueueArgument(name, value);
            endpoint.SetQueueArgument("x-delivery-limit", MaxReturns);
            endpoint.ConfigureChannel(pipe => pipe.UseFilter(new LaterQueues(options.Queue, context => connection = context.ConnectionContext)));
            endpoint.ConnectReceiveEndpointObserver(reading = new());
            Read(endpoint, consumer.Consume);
        });
        configurator.ReceiveEndpoint(Dead, endpoint =>
        {
            endpoint.SetQuorumQueue();
            Read(endpoint, consumer.Bury);
        });
    }

    private void Read(IRabbitMqReceiveEndpointConfigurator endpoint, Func<JobMessage, CancellationToken, Task> take)
    {
        endpoint.ConfigureConsumeTopology = false;
        (endpoint.PrefetchCount, endpoint.ConcurrentMessageLimit) = (options.Parallel, options.Parallel);
        endpoint.ConfigureError(pipe => pipe.UseFilter(unread));
        endpoint.ConfigureDeadLetter(pipe => pipe.UseFilter(unread));
        endpoint.Handler<JobMessage>(async context =>
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, over);
            await take(context.Message, either.Token);
        });
    }

    /// <summary>Whether one bus hears of messages; what an earlier one says no longer counts.</summary>
    private sealed class Reading : IReceiveEndpointObserver
    {
        public bool Goes { get; private set; }

        public Task Ready(ReceiveEndpointReady ready) => Set(true);

        public Task Stopping(ReceiveEndpointStopping stopping) => Set(false);

        public Task Completed(ReceiveEndpointCompleted completed) => Set(false);

        public Task Faulted(ReceiveEndpointFaulted faulted) => Set(false);

        private Task Set(bool goes)
        {
            Goes = goes;
            return Task.CompletedTask;
        }
    }
}
