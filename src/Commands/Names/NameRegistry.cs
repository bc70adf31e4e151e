using EventChat.Commands.Handling;
using EventChat.Events.Store;

namespace EventChat.Commands.Names;

/// <summary>
/// Takes a name for a thing that is about to be made or renamed. A name whose maker died before making the thing, or before letting go of the name that the thing no
/// longer has, is free again after a minute.
/// </summary>
public sealed class NameRegistry(CommandHandler commands, IEventStore store, TimeProvider clock)
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <param name="stillHas">Whether the thing that has the name still goes by it; left out for names that are never changed.</param>
    /// <returns>A refusal, or null where the name is the owner's now.</returns>
    public async Task<Refusal?> Take(
        string kind, string name, string owner, StreamName ownerStream, Refusal taken, Caller caller, CancellationToken ct,
        Func<string, CancellationToken, Task<bool>>? stillHas = null)
    {
        var stream = NameReservation.StreamOf(kind, name);
        var result = await commands.Handle(new TakeName(stream, owner), caller, ct);
        if (result.Refusal is not NameIsTaken other) return result.Refusal;

        var prefix = ownerStream.Value[..(ownerStream.Value.IndexOf('-') + 1)];
        var abandoned = clock.GetUtcNow() - other.Since > Grace
            && (await store.ReadVersion(new(prefix + other.Owner), ct) == 0 || (stillHas is not null && !await stillHas(other.Owner, ct)));
        if (!abandoned) return taken;

        result = await commands.Handle(new TakeName(stream, owner, other.Owner), caller, ct);
        return result.Refusal is NameIsTaken ? taken : result.Refusal;
    }

    public Task Release(string kind, string name, string owner, Caller caller, CancellationToken ct) =>
        commands.Handle(new ReleaseName(NameReservation.StreamOf(kind, name), owner), caller, ct);
}
