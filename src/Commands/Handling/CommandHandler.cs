using System.Diagnostics;
using EventChat.Events.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EventChat.Commands.Handling;

/// <summary>The one way to change something: load, decide, append, through one queue per stream.</summary>
public sealed class CommandHandler : IHostedService
{
    private readonly IEventStore store;
    private readonly CommandOptions options;
    private readonly CommandMetrics metrics;
    private readonly StateCache states;
    private long waiting;

    public CommandHandler(IEventStore store, ISnapshotStore snapshots, IOptions<CommandOptions> options, CommandMetrics metrics, TimeProvider clock)
    {
        (this.store, this.options, this.metrics) = (store, options.Value, metrics);
        states = new(new(store, snapshots, options.Value, metrics, clock));
        metrics.Waiting = () => Interlocked.Read(ref waiting);
    }

    /// <summary>
    /// Answers when what the command led to is durable. A repeat under an idempotency key gets the first answer.
    /// </summary>
    /// <returns>A refusal of <see cref="Overloaded"/> or <see cref="LogUnavailable"/> instead of an exception where the engine is at its end.</returns>
    public async Task<CommandResult> Handle<TState>(ICommand<TState> command, Caller caller, CancellationToken ct = default)
        where TState : class, IState<TState>
    {
        if (Interlocked.Increment(ref waiting) > options.MaxWaiting)
        {
            Interlocked.Decrement(ref waiting);
            metrics.Overloaded();
            return CommandResult.Of(new Overloaded());
        }

        try
        {
            var entry = new CommandEntry<TState>(command, caller, Correlation());
            states.Enqueue(command.Stream, entry);
            var (decision, recorded, version) = await entry.Answer.WaitAsync(ct);
            if (decision.Refusal is { } refusal) return CommandResult.Of(refusal);
            return decision.Repeated > 0 ? await FirstAnswer(command, decision.Repeated, ct) : new(null, recorded, version);
        }
        catch (LogOverloadedException)
        {
            metrics.Overloaded();
            return CommandResult.Of(new Overloaded());
        }
        catch (LogUnavailableException)
        {
            return CommandResult.Of(new LogUnavailable());
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>Asks the state as it is at the head of the log, whoever wrote last.</summary>
    /// <exception cref="LogUnavailableException">The log cannot be reached, so nobody knows.</exception>
    /// <exception cref="RefusedException">Too many wait on this stream.</exception>
    public Task<TAnswer> Ask<TState, TAnswer>(StreamName stream, Func<TState, long, TAnswer> question, CancellationToken ct = default)
        where TState : class, IState<TState>
    {
        var entry = new QuestionEntry<TState, TAnswer>(question);
        states.Enqueue(stream, entry);
        return entry.Answer.WaitAsync(ct);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => states.SaveAll(cancellationToken);

    /// <summary>All that the first command recorded: its events share their causation.</summary>
    private async Task<CommandResult> FirstAnswer<TState>(ICommand<TState> command, long version, CancellationToken ct)
    {
        List<RecordedEvent> recorded = [];
        await foreach (var e in store.ReadStream(command.Stream, version - 1, ct))
        {
            if (recorded is [var first, ..] && e.Context.Causation != first.Context.Causation) break;
            recorded.Add(e);
        }

        if (recorded.Count == 0) throw new InvalidOperationException($"{command.Stream} ends before version {version}, which its state knows.");
        return command.Repeats(recorded[0].Event) ? new(null, recorded, recorded[^1].Version) : CommandResult.Of(new IdempotencyKeyReused());
    }

    private static Guid Correlation()
    {
        if (Activity.Current is not { } activity) return Guid.CreateVersion7();
        Span<byte> bytes = stackalloc byte[16];
        activity.TraceId.CopyTo(bytes);
        return new(bytes, bigEndian: true);
    }
}
