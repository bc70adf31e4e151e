using MassTransit;

namespace EventChat.Adapters.Jobs;

/// <summary>What came through RabbitMQ and is no job as this version knows them: kept for an operator as it is, and then taken from the queue.</summary>
internal sealed class UnreadMessages(GivingUp givingUp) : IFilter<ExceptionReceiveContext>, IFilter<ReceiveContext>
{
    private const string Kind = "unknown";

    /// <exception cref="OperationCanceledException">It was not dealt with, and goes back to the queue. MassTransit calls that a failure of the consumer.</exception>
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (context.Exception is ConsumerCanceledException or OperationCanceledException) throw new OperationCanceledException("The job goes back to the queue.", context.Exception);
        await Keep(context, $"It cannot be read: {context.Exception.GetBaseException().GetType().Name}.");
        await next.Send(context);
    }

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        await Keep(context, "It is no job.");
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("unread");

    private Task Keep(ReceiveContext context, string reason) =>
        givingUp.KeepUnread(NameOf(context), Kind, context.GetBody(), 0, reason, context.CancellationToken);

    private static string NameOf(ReceiveContext context) =>
        context.GetMessageId() is { } id ? $"message {id}" : $"message {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(context.GetBody()))[..32]}";
}
