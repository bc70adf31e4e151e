using EventChat.Events;
using EventChat.Events.Privacy;

namespace EventChat.Commands.Privacy;

/// <summary>Orders to erase people from one workspace, and what became of them.</summary>
public sealed class Erasures
{
    private readonly Dictionary<ErasureId, Erasure> orders = [];

    /// <summary>Whether the workspace asks for a second officer.</summary>
    public bool TakeTwo { get; private set; }

    /// <summary>In the order in which they were given.</summary>
    public IEnumerable<Erasure> All => orders.Values.OrderBy(static e => e.Version);

    public long Bytes => orders.Count * 400L;

    public Erasure? Find(ErasureId id) => orders.GetValueOrDefault(id);

    /// <summary>An order about the person that is not done and not withdrawn.</summary>
    public Erasure? Open(UserId user) => orders.Values.FirstOrDefault(e => e.Facts.UserId == user && e.State is ErasureState.Waiting or ErasureState.Running);

    public void Apply(DomainEvent @event, UserId actor, long version, DateTimeOffset at)
    {
        switch (@event)
        {
            case SecondOfficerRequired e: TakeTwo = e.Required; break;
            case ErasureOrdered e: orders[e.ErasureId] = new(e, actor, version, at, e.AwaitsApproval == true ? ErasureState.Waiting : ErasureState.Running); break;
            case ErasureApproved e: Change(e.ErasureId, order => order with { State = ErasureState.Running, ApprovedBy = actor }); break;
            case ErasureWithdrawn e: Change(e.ErasureId, static order => order with { State = ErasureState.Withdrawn }); break;
            case ErasureDone e: Change(e.ErasureId, order => order with { State = ErasureState.Done, DoneAt = at, Channels = e.Channels, WithAccount = e.WithAccount }); break;
        }
    }

    private void Change(ErasureId id, Func<Erasure, Erasure> change)
    {
        if (orders.TryGetValue(id, out var order)) orders[id] = change(order);
    }
}

/// <param name="By">Who ordered it.</param>
/// <param name="Version">Of the order, in the governance stream.</param>
/// <param name="Channels">How many the person had written in; null until it is done.</param>
public sealed record Erasure(
    ErasureOrdered Facts, UserId By, long Version, DateTimeOffset At, ErasureState State, UserId? ApprovedBy = null, DateTimeOffset? DoneAt = null, int? Channels = null,
    bool? WithAccount = null)
{
    public ErasureId Id => Facts.ErasureId;
}
