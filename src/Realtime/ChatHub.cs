using Microsoft.AspNetCore.SignalR;

namespace EventChat.Realtime;

/// <summary>
/// The hub at <c>/hubs/chat</c>. Its server calls are <c>Event(envelope)</c>, <c>Reset(channelId)</c> and <c>SessionEnded(reason)</c>; they are made by <see cref="Routing.ChannelRouter"/>,
/// which follows the log, and not by hub groups: those cannot bound what a slow client is owed.
/// </summary>
public sealed class ChatHub : Hub
{
    /// <summary>Says that the client is there, every 30 s. The first answer also says that it is routed: events from here on reach it.</summary>
    public Task Heartbeat() => Task.CompletedTask;
}
