namespace EventChat.Events;

/// <summary>
/// A fact, in the past tense. What, and nothing else: where, who and when stand in the envelope (<see cref="Store.RecordedEvent"/>), once.
/// </summary>
public abstract record DomainEvent;
