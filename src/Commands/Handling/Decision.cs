using EventChat.Events;

namespace EventChat.Commands.Handling;

/// <summary>What a command comes to: facts, nothing (it is so already), the answer of an earlier command, or a refusal.</summary>
public readonly record struct Decision
{
    /// <summary>It is so already: nothing is recorded and nobody is told off.</summary>
    public static readonly Decision Nothing;

    /// <summary>One fact is the usual case, and costs no list.</summary>
    public DomainEvent? Event { get; private init; }
    public IReadOnlyList<DomainEvent> Events { get => field ?? (Event is { } single ? [single] : []); private init; }
    public Refusal? Refusal { get; private init; }

    /// <summary>Version of the event that the same command recorded before, under its idempotency key; 0 for none.</summary>
    public long Repeated { get; private init; }

    public static Decision Many(params IReadOnlyList<DomainEvent> events) => new() { Events = events };
    public static Decision AlreadyDone(long version) => new() { Repeated = version };
    public static implicit operator Decision(DomainEvent @event) => new() { Event = @event };
    public static implicit operator Decision(Refusal refusal) => new() { Refusal = refusal };
}
