using EventChat.Events.Store;

namespace EventChat.Commands.Handling;

/// <summary>One that waits in a stream's queue: a command, or a question about the state.</summary>
internal abstract class Entry<TState>
{
    /// <summary>Asked again, on a fresh state, where the first answer turns out to rest on an old one.</summary>
    public abstract Decision Decide(TState state, long version, DateTimeOffset now);
    public virtual EventContext? Context => null;
    public virtual Guid EventId(int index) => default;
    public abstract void Complete(IReadOnlyList<RecordedEvent> recorded, long version);
    public abstract void Refuse(Refusal refusal);
    public abstract void Fail(Exception error);
}

internal sealed class CommandEntry<TState>(ICommand<TState> command, Caller caller, Guid correlation) : Entry<TState>
{
    private readonly TaskCompletionSource<(Decision Decision, IReadOnlyList<RecordedEvent> Recorded, long Version)> answer = new();
    private readonly Guid commandId = Guid.CreateVersion7();
    private Decision decision;
    private EventContext? context;

    public Task<(Decision Decision, IReadOnlyList<RecordedEvent> Recorded, long Version)> Answer => answer.Task;

    public override EventContext Context => context ??= new(caller.User, caller.Session, commandId, correlation);

    public override Decision Decide(TState state, long version, DateTimeOffset now) => decision = command.Decide(state, new(caller, now));

    /// <summary>Derived from the command and not drawn anew, so that an append whose answer was lost can be repeated.</summary>
    public override Guid EventId(int index)
    {
        if (index == 0) return commandId;
        Span<byte> bytes = stackalloc byte[16];
        commandId.TryWriteBytes(bytes, bigEndian: true, out _);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(
            bytes[12..], System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes[12..]) ^ index);
        return new(bytes, bigEndian: true);
    }

    public override void Complete(IReadOnlyList<RecordedEvent> recorded, long version) => answer.TrySetResult((decision, recorded, version));
    public override void Refuse(Refusal refusal) => answer.TrySetResult((refusal, [], 0));
    public override void Fail(Exception error) => answer.TrySetException(error);
}

internal sealed class QuestionEntry<TState, TAnswer>(Func<TState, long, TAnswer> ask) : Entry<TState>
{
    private readonly TaskCompletionSource<TAnswer> answer = new();
    private TAnswer? value;

    public Task<TAnswer> Answer => answer.Task;

    public override Decision Decide(TState state, long version, DateTimeOffset now)
    {
        value = ask(state, version);
        return Decision.Nothing;
    }

    public override void Complete(IReadOnlyList<RecordedEvent> recorded, long version) => answer.TrySetResult(value!);
    public override void Refuse(Refusal refusal) => answer.TrySetException(new RefusedException(refusal));

    /// <summary>What it waited behind may have been too much for the log.</summary>
    public override void Fail(Exception error) =>
        answer.TrySetException(error is LogOverloadedException ? new RefusedException(new Overloaded()) : error);
}

/// <summary>A question that could not be asked, because too many wait.</summary>
public sealed class RefusedException(Refusal refusal) : Exception(refusal.Detail)
{
    public Refusal Refusal => refusal;
}
