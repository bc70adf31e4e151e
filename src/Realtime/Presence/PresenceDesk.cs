using EventChat.Events;
using EventChat.Realtime.Calls;
using EventChat.Realtime.Pushes;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace EventChat.Realtime.Presence;

/// <summary>What connections say of themselves, and whom they ask to see.</summary>
public sealed class PresenceDesk(Devices devices, IHubBudgets budgets, TimeProvider clock)
{
    /// <summary>People that one connection may look at.</summary>
    private const int MaxPeople = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    internal Lookers<Outbox> Lookers { get; } = new(clock);

    internal void Arrive(IFeatureCollection connection, UserId user) => connection.Set(devices.Arrive(user));

    internal void Leave(IFeatureCollection connection)
    {
        if (connection.Get<Device>() is { } device) devices.Leave(device);
        if (connection.Get<Outbox>() is { } box) Lookers.Remove(box);
    }

    internal void Beat(HubCallerContext caller)
    {
        if (caller.Features.Get<Device>() is { } device) devices.Beat(device);
    }

    /// <summary>Somebody does something.</summary>
    internal void Act(HubCallerContext caller)
    {
        if (caller.Features.Get<Device>() is { } device) devices.Act(device);
    }

    /// <exception cref="HubException">It is no state that one can choose, or there were too many calls.</exception>
    internal async Task Say(HubCallerContext caller, string? state)
    {
        await budgets.SpendPresence(caller);
        PresenceState said = state switch
        {
            "online" => PresenceState.Online,
            "away" => PresenceState.Away,
            "do-not-disturb" => PresenceState.DoNotDisturb,
            _ => throw new HubException("presence.unknown-state: A state is 'online', 'away' or 'do-not-disturb'."),
        };
        if (caller.Features.Get<Device>() is { } device) devices.Say(device, said);
    }

    /// <summary>Answers when the connection was told of all of them; whom it may not know of is offline.</summary>
    /// <exception cref="HubException">There are too many, one of them is no user's id, or there were too many calls.</exception>
    internal async Task Look(HubCallerContext caller, string?[]? userIds)
    {
        await budgets.SpendPresence(caller);
        if (userIds is null || userIds.Length > MaxPeople) throw new HubException($"presence.too-many: A connection looks at a list of {MaxPeople} people at most.");
        HashSet<UserId> wanted = new(userIds.Length);
        foreach (var (place, text) in userIds.Index())
            wanted.Add(Id.TryParse<UserId>(text, out var user) ? user : throw new HubException($"presence.invalid-user: Number {place + 1} of the list is no user's id."));

        var box = caller.Features.Get<Outbox>()!;
        var look = Lookers.Begin(box, box.User, wanted);
        if (caller.ConnectionAborted.IsCancellationRequested) Lookers.Remove(box);
        if (wanted.Count == 0) return;
        try { await look.Told.Task.WaitAsync(Patience, clock, caller.ConnectionAborted); }
        catch (TimeoutException late) { throw new HubException("presence.unavailable: Who is there cannot be told just now; it is told once it can be.", late); }
        catch (OperationCanceledException) { }
    }
}
