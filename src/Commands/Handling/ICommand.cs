using System.Buffers;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Handling;

/// <summary>An intention that decides for itself, over the state of one stream.</summary>
public interface ICommand<in TState>
{
    StreamName Stream { get; }

    Decision Decide(TState state, CommandContext context);

    /// <summary>Whether this command asks for what the earlier one under the same idempotency key recorded.</summary>
    bool Repeats(DomainEvent first) => true;
}

/// <summary>Who asks.</summary>
/// <param name="Role">In the workspace concerned, where the command depends on it; null for somebody who is not in it.</param>
public sealed record Caller(UserId User, SessionId? Session = null, WorkspaceRole? Role = null)
{
    /// <summary>The server itself, for what nobody asked.</summary>
    public static readonly Caller System = new(UserId.System, Role: WorkspaceRole.Owner);

    public bool IsAdmin => Role >= WorkspaceRole.Admin;
}

public readonly record struct CommandContext(Caller Caller, DateTimeOffset Now)
{
    public UserId Actor => Caller.User;
}

/// <summary>
/// What decisions on a stream depend on, and nothing else. It is changed in place by one owner, the stream's queue; when an append fails it is
/// thrown away, or takes back what the append would have done.
/// </summary>
public interface IState<TSelf> where TSelf : IState<TSelf>
{
    static abstract TSelf Initial();

    /// <param name="version">Of the event in its stream.</param>
    void Apply(DomainEvent @event, UserId actor, long version, DateTimeOffset at);

    /// <summary>Memory held, roughly; the cache drops the least used states beyond its budget.</summary>
    long Bytes => 1024;
}

/// <summary>
/// A state that is worth a snapshot, because streams of its kind grow long, and that takes back what an append that failed would have done to it.
/// </summary>
public interface ISnapshotState<TSelf> : IState<TSelf> where TSelf : ISnapshotState<TSelf>
{
    /// <summary>Grows with every change of the format; snapshots of another format are ignored and the stream is folded again.</summary>
    static abstract int SnapshotFormat { get; }

    /// <summary>From here on the state remembers how to take back what is applied.</summary>
    void Mark();

    /// <summary>As it was at the mark.</summary>
    void TakeBack();

    void Save(IBufferWriter<byte> snapshot);
    static abstract TSelf Load(ReadOnlySpan<byte> snapshot);
}
