using System.Text.Json;
using EventChat.Events;
using EventChat.Realtime.Calls;
using EventChat.Realtime.Presence;
using EventChat.Realtime.Pushes;
using EventChat.Realtime.Resume;
using EventChat.Realtime.Routing;
using Microsoft.AspNetCore.SignalR;

namespace EventChat.Realtime;

/// <summary>
/// The hub at <c>/hubs/chat</c>. Its server calls are <c>Event(envelope)</c>, <c>UnreadChanged</c>, <c>FollowChanged</c>, <c>VisibilityChanged</c>, <c>SavedChanged</c>, <c>ScheduledChanged</c>, <c>DraftChanged</c>, <c>Notification</c>, <c>NotificationsRead</c>, <c>Presence</c>, <c>TypingChanged</c>, <c>Reset(channelId)</c> and <c>SessionEnded(reason)</c>; they are made by <see cref="ChannelRouter"/>,
/// which follows the log, and not by hub groups: those cannot bound what a slow client is owed. What a member calls is what REST does at the address of the same name,
/// answered by <c>{position, result}</c>; a refusal is an error whose text is its code, a colon and a sentence.
/// </summary>
public sealed class ChatHub(IHubCalls calls, IHubBudgets budgets, ChannelRouter router, PresenceDesk presence) : Hub
{
    /// <summary>
    /// Says that the client is there, every 30 s. The first answer also says that it is routed: all that is recorded after the position it names reaches it, so a snapshot
    /// of that position or a later one leaves no gap.
    /// </summary>
    public Task<HubAnswer> Heartbeat()
    {
        presence.Beat(Context);
        return Task.FromResult(HubAnswer.At(router.Position, router.Epoch, router.ReconnectAfter()));
    }

    /// <summary>
    /// What happened since, whoever was away and for however long: of each channel all of it, or that it has to be fetched anew. What happens after the answer's position is pushed.
    /// </summary>
    /// <param name="cursors"><c>{channelId: version, …}</c> with the last version that the client has, or <c>{version, at}</c> of the last event; and <c>epoch</c>, as an earlier answer named it.</param>
    public async Task<HubAnswer> Resume(JsonElement cursors)
    {
        await budgets.SpendResume(Context);
        return await router.Resume(Context.Features.Get<Outbox>()!, Cursors.Parse(cursors), Context.ConnectionAborted);
    }

    /// <param name="state"><c>online</c> or <c>away</c>, of this connection; <c>do-not-disturb</c>, of the person.</param>
    public async Task<HubAnswer> SetPresence(string? state)
    {
        await presence.Say(Context, state);
        return HubAnswer.Done;
    }

    /// <summary>Tells this connection how these people are, and when it changes, by <c>Presence</c>; and of nobody else any more.</summary>
    /// <param name="userIds">At most 500. Who shares no workspace with the caller is offline.</param>
    public async Task<HubAnswer> SubscribePresence(string?[]? userIds)
    {
        await presence.Look(Context, userIds);
        return HubAnswer.Done;
    }

    /// <summary>Somebody types, and says so every 3 s while they do.</summary>
    public Task<HubAnswer> Typing(string channelId) => Ask("POST", channelId, "/typing", JsonSerializer.SerializeToElement(new TypingIn(null), CallJson.Default.TypingIn));

    /// <param name="channelId">Where.</param>
    /// <param name="threadRoot">The message whose thread it is.</param>
    public Task<HubAnswer> TypingInThread(string channelId, int threadRoot) =>
        Ask("POST", channelId, "/typing", JsonSerializer.SerializeToElement(new TypingIn(threadRoot), CallJson.Default.TypingIn));

    /// <param name="channelId">Where to.</param>
    /// <param name="message"><c>{text, threadRoot, broadcast, clientMessageId}</c>, as for <c>POST …/messages</c>.</param>
    public Task<HubAnswer> SendMessage(string channelId, JsonElement message) => Ask("POST", channelId, "/messages", message);

    /// <param name="channelId">Where it stands.</param>
    /// <param name="number">Which one.</param>
    /// <param name="change"><c>{text}</c>, as for <c>PATCH …/messages/{n}</c>.</param>
    public Task<HubAnswer> EditMessage(string channelId, int number, JsonElement change) => Ask("PATCH", channelId, $"/messages/{number}", change);

    public Task<HubAnswer> DeleteMessage(string channelId, int number) => Ask("DELETE", channelId, $"/messages/{number}");

    public Task<HubAnswer> React(string channelId, int number, string emoji) => Ask("PUT", channelId, $"/messages/{number}/reactions/{emoji}");

    public Task<HubAnswer> Unreact(string channelId, int number, string emoji) => Ask("DELETE", channelId, $"/messages/{number}/reactions/{emoji}");

    /// <param name="channelId">Where.</param>
    /// <param name="number">The last that was read; a lower one than before marks unread from there on.</param>
    public Task<HubAnswer> MarkRead(string channelId, int number) => Ask("PUT", channelId, "/read", JsonSerializer.SerializeToElement(new ReadUpTo(number), CallJson.Default.ReadUpTo));

    private Task<HubAnswer> Ask(string method, string channelId, string what, JsonElement? body = null)
    {
        presence.Act(Context);
        return Id.TryParse<ChannelId>(channelId, out var channel) ? calls.Ask(Context, new(method, $"channels/{channel}{what}", body)) : throw NoChannel();
    }

    private static HubException NoChannel() => new("channel.not-found: There is no such channel, or you may not know of it.");
}
