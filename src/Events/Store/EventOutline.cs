using System.Runtime.InteropServices;
using EventChat.Events.Serialization;

namespace EventChat.Events.Store;

/// <summary>An event for a fold over a long stream that reads no words: they are as they are stored, and neither opened nor parsed.</summary>
/// <param name="Data">As stored.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EventOutline(Position Position, long Version, string Type, ReadOnlyMemory<byte> Data, UserId Actor, DateTimeOffset RecordedAt)
{
    /// <summary>The fact, of an event that holds no words.</summary>
    /// <exception cref="EventContractException">It does, or this version of the server cannot read it.</exception>
    public DomainEvent Event => EventTypes.All.Read(Type, Data.Span);

    public static EventOutline Of(RecordedEvent e) => new(e.Position, e.Version, e.Type, e.Data, e.Actor, e.RecordedAt);
}
