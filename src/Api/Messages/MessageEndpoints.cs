using System.Security.Claims;
using EventChat.Api.Auth;
using EventChat.Api.Channels;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Api.Users;
using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Running;
using EventChat.Projections.Timeline;
using EventChat.Realtime.Drafts;

namespace EventChat.Api.Messages;

internal static class MessageEndpoints
{
    public static IEndpointRouteBuilder MapMessages(this IEndpointRouteBuilder routes)
    {
        var messages = routes.MapGroup("/channels/{channelId}/messages").WithTags("Messages");
        messages.MapPost("/", Send).ForApps(AppScopes.MessagesWrite).WithSummary("Send a message, or answer in a thread").Limited(RateKind.Messages).PushesToMany().Repeatable()
            .Produces<MessageResource>(201);
        messages.MapPatch("/{number:int}", Edit).ForApps(AppScopes.MessagesWrite).WithSummary("Edit your own").Limited(RateKind.Messages).PushesToMany().Produces<MessageResource>();
        messages.MapDelete("/{number:int}", Delete).ForApps(AppScopes.MessagesWrite).WithSummary("Delete your own; admins any").Limited(RateKind.Messages).PushesToMany().Produces(204);
        messages.MapPut("/{number:int}/reactions/{emoji}", React).ForApps(AppScopes.ReactionsWrite).WithSummary("React with an emoji, or with the name of one: of those the world knows, which are kept as their character, or of the workspace, kept in colons").Limited(RateKind.Reactions).PushesToMany().Produces(204);
        messages.MapDelete("/{number:int}/reactions/{emoji}", Unreact).ForApps(AppScopes.ReactionsWrite).WithSummary("Take a reaction back, however it was written").Limited(RateKind.Reactions).PushesToMany().Produces(204);
        return routes;
    }

    private static async Task<IResult> Send(
        ChannelId channelId, SendMessageRequest body, HttpContext http, ClaimsPrincipal user, Sending sending, SentDrafts drafts, Authors authors, CancellationToken ct)
    {
        if (Idempotency.Key(http) is { } header && body.ClientMessageId is { } id && header != id) return Idempotency.TwoKeys();
        var key = body.ClientMessageId ?? Idempotency.Key(http);
        if (Idempotency.Refuses(key) is { } refusal) return Problem.Of(refusal);

        var caller = Callers.Of(user);
        var result = await sending.Send(new(channelId, body.Text ?? "", body.ThreadRoot, body.Broadcast ?? false, key), caller, ct);
        if (result.Refusal is { } refused) return Problem.Of(refused);

        http.Tell(result.Last!.Position);
        // Bots have no session, and begin nothing that they do not send.
        if (caller.Session is not null) drafts.Sent(new(caller.User, channelId, body.ThreadRoot), result.Last.RecordedAt);
        var author = await authors.Named(caller.User, ct);
        return Sized.Created(MessageResource.Of(channelId, result.Last, (MessageSent)result.Last.Event, author), ApiJson.Default.MessageResource);
    }

    private static async Task<IResult> Edit(
        ChannelId channelId, int number, EditMessageRequest body, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels,
        ProjectionProgress progress, TimelineQueries timeline, Authors authors, MessageEntities entities, CancellationToken ct)
    {
        var text = body.Text ?? "";
        var mentioned = await entities.In(text, channelId, Callers.Of(user).User, ct);
        var result = await channels.Handle(new EditMessage(channelId, number, text, mentioned), await callers.In(channelId, user, ct), ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);

        var position = await channels.PositionOf(result, ct);
        http.Tell(position);
        if (!await progress.Reached(position, [TimelineProjection.Name], ct) || await timeline.Find(channelId, number, ct) is not { } message)
            return new Problem(
                StatusCodes.Status503ServiceUnavailable, "read-model.behind", "The edit is recorded; the message cannot be shown yet.", retryAfterSeconds: 1);

        var shown = await timeline.WithLatestReply(message, ct);
        return Sized.Ok(MessageResource.Of(shown, await authors.Named(MessageResource.PeopleOf(shown), ct)), ApiJson.Default.MessageResource);
    }

    private static Task<IResult> Delete(
        ChannelId channelId, int number, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels, CancellationToken ct) =>
        Done(new DeleteMessage(channelId, number), channelId, http, user, callers, channels, ct);

    private static async Task<IResult> React(
        ChannelId channelId, int number, string emoji, HttpContext http, ClaimsPrincipal user, Callers callers, CommandHandler commands, ChannelCommands channels,
        CancellationToken ct)
    {
        var isKnown = ReactionEmoji.CustomName(emoji) is not { } name
            || (await callers.HomeOf(channelId, ct) is { } home && await commands.Ask<Workspace, bool>(StreamName.For(home), (w, _) => w.Emoji.Has(name), ct));
        return await Done(new AddReaction(channelId, number, emoji, isKnown), channelId, http, user, callers, channels, ct);
    }

    private static Task<IResult> Unreact(
        ChannelId channelId, int number, string emoji, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels, CancellationToken ct) =>
        Done(new RemoveReaction(channelId, number, emoji), channelId, http, user, callers, channels, ct);

    internal static async Task<IResult> Done(
        ICommand<Channel> command, ChannelId channelId, HttpContext http, ClaimsPrincipal user, Callers callers, ChannelCommands channels, CancellationToken ct)
    {
        var result = await channels.Handle(command, await callers.In(channelId, user, ct), ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(await channels.PositionOf(result, ct));
        return TypedResults.NoContent();
    }
}

/// <param name="Text">1 to 16,000 characters of Unicode, with Markdown as typed.</param>
/// <param name="ThreadRoot">Number of the message to answer.</param>
/// <param name="Broadcast">Show the reply in the channel too.</param>
/// <param name="ClientMessageId">Your idempotency key, for 24 hours at least; the header Idempotency-Key does the same, and both together only where they are the same.</param>
public sealed record SendMessageRequest(string? Text, int? ThreadRoot, bool? Broadcast, string? ClientMessageId);

/// <param name="Text">As of a message that is sent.</param>
public sealed record EditMessageRequest(string? Text);
