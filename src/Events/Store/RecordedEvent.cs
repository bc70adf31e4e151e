using EventChat.Events.Serialization;

namespace EventChat.Events.Store;

/// <summary>Who did it and why: the part of the envelope that the caller knows.</summary>
/// <param name="Session">The session that the actor was signed in with.</param>
/// <param name="Causation">The command or event that led to this one.</param>
/// <param name="Correlation">Shared by all that one request led to.</param>
public sealed record EventContext(UserId Actor, SessionId? Session, Guid Causation, Guid Correlation);

/// <summary>An event on its way to the log. Its id is derived from its command, so that a repeated append is recognised.</summary>
public sealed record NewEvent(Guid Id, DomainEvent Event, EventContext Context, DateTimeOffset At);

/// <summary>An event of the log: the envelope and the bytes as stored.</summary>
/// <param name="event">The fact, where it is known already; otherwise it is read from the data when it is asked for.</param>
public sealed class RecordedEvent(EventTypes types, DomainEvent? @event = null)
{
    private readonly ReadOnlyMemory<byte>? opened;
    private DomainEvent? fact = @event;

    public Position Position { get; init; }
    public required StreamName Stream { get; init; }

    /// <summary>Place in the stream: 1, 2, 3, … dense.</summary>
    public required long Version { get; init; }

    public required Guid Id { get; init; }

    /// <summary>The stored name, such as <c>message.sent</c>.</summary>
    public required string Type { get; init; }

    /// <summary>UTF-8 JSON, byte for byte as it was hashed: the words in it are sealed.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The data with its words opened, as far as they can still be read.</summary>
    public ReadOnlyMemory<byte> Opened { get => opened ?? Data; init => opened = value; }

    public required EventContext Context { get; init; }

    /// <summary>The server's clock, to the microsecond.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>See <see cref="HashChain"/>.</summary>
    public required ReadOnlyMemory<byte> Hash { get; init; }

    public UserId Actor => Context.Actor;

    /// <summary>Why the words could not be opened, for whoever asks for the fact: those who follow the log and need not know it go on. Null where they could, and where they were destroyed.</summary>
    public string? Unopened { get; init; }

    /// <summary>The fact itself, in today's shape.</summary>
    /// <exception cref="EventContractException">This version of the server cannot read it.</exception>
    public DomainEvent Event => fact ??= Unopened is { } why ? throw new EventContractException($"'{Type}' cannot be read: {why}") : types.Read(Type, Opened.Span);

    /// <summary>The fact, or null where this version of the server cannot read it, as where a newer one wrote it: for whoever may pass over what it does not know. A fold may not.</summary>
    public DomainEvent? Readable
    {
        get
        {
            try { return Event; }
            catch (EventContractException) { return null; }
        }
    }

    /// <summary>The opened data in today's shape; the bytes as stored where they have it, and where this version cannot read them.</summary>
    public ReadOnlyMemory<byte> PublicData => types.IsCurrent(Type) || Readable is not { } known ? Opened : types.Write(known).Json;
}
