using EventChat.Events;
using EventChat.Realtime.Presence;
using EventChat.Realtime.Pushes;
using EventChat.Realtime.Routing;
using Microsoft.AspNetCore.SignalR;

namespace EventChat.Realtime;

/// <summary>SignalR's seam: connections come and go here. Its groups, users and broadcasts are not used: facts reach members by the router.</summary>
public sealed class ChatLifetimeManager(ChannelRouter router, PresenceDesk presence, PushMetrics metrics) : HubLifetimeManager<ChatHub>
{
    private const int OutboxBytes = 512 * 1024;

    /// <summary>Ends when the connection is routed, and only then are its calls answered.</summary>
    public override async Task OnConnectedAsync(HubConnectionContext connection)
    {
        SessionId? session = Id.TryParse<SessionId>(connection.User.FindFirst("sid")?.Value, out var id) ? id : null;
        var box = new Outbox(connection, Id.Parse<UserId>(connection.UserIdentifier), session, OutboxBytes, metrics);
        connection.Features.Set(box);
        await router.Arrive(box, connection.ConnectionAborted);
        presence.Arrive(connection.Features, box.User);
    }

    public override async Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        presence.Leave(connection.Features);
        if (connection.Features.Get<Outbox>() is { } box) await router.Leave(box);
    }

    public override Task SendAllAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) => Unused();

    public override Task SendAllExceptAsync(
        string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) => Unused();

    public override Task SendConnectionAsync(
        string connectionId, string methodName, object?[] args, CancellationToken cancellationToken = default) => Unused();

    public override Task SendConnectionsAsync(
        IReadOnlyList<string> connectionIds, string methodName, object?[] args, CancellationToken cancellationToken = default) => Unused();

    public override Task SendGroupAsync(string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default) => Unused();

    public override Task SendGroupsAsync(
        IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default) => Unused();

    public override Task SendGroupExceptAsync(
        string groupName, string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        Unused();

    public override Task SendUserAsync(string userId, string methodName, object?[] args, CancellationToken cancellationToken = default) => Unused();

    public override Task SendUsersAsync(
        IReadOnlyList<string> userIds, string methodName, object?[] args, CancellationToken cancellationToken = default) => Unused();

    public override Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) => Unused();

    public override Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default) => Unused();

    private static Task Unused() => throw new NotSupportedException("Facts reach members by the router.");
}
