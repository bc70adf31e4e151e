using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Api.Users;
using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Running;
using EventChat.Projections.Timeline;

namespace EventChat.Api.Messages;

/// <summary>
/// What one channel said, shown in another. The copy holds the words, so that nobody there needs to see the source; whoever may read a message may show it, as they
/// might copy it by hand.
/// </summary>
internal static class ForwardEndpoints
{
    public static IEndpointRouteBuilder MapForwards(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/channels/{channelId}/messages/{number:int}/forward", Forward).ForApps(AppScopes.MessagesRead, AppScopes.MessagesWrite).WithTags("Messages").WithSummary("Show a message in another channel, with words of your own or without")
            .Limited(RateKind.Messages).PushesToMany().Repeatable().Produces<MessageResource>(201);
        return routes;
    }

    private static async Task<IResult> Forward(
        ChannelId channelId, int number, ForwardRequest body, HttpContext http, ClaimsPrincipal user, Callers callers, CommandHandler commands, Sources sources,
        Sending sending, Authors authors, CancellationToken ct)
    {
        if (Idempotency.Refuses(Idempotency.Key(http)) is { } malformed) return Problem.Of(malformed);
        if (body.ChannelId is not { } target) return Problem.Of(new FieldInvalid("channelId", "'channelId' says to which channel."));
        if (await callers.Reader(channelId, user, ct) is null) return Problem.Of(new ChannelNotFound(channelId));

        var (caller, key) = (Callers.Of(user), KeyOf(http, channelId, number));
        var (source, refusal) = await IsRepeat(target, caller.User, key, commands, ct)
            ? (new(new(caller.User, "", DateTimeOffset.UnixEpoch), default, IsPublic: false), null)
            : await sources.Find(channelId, number, ct);
        if (refusal is not null) return Problem.Of(refusal);

        var result = await sending.Send(new(target, body.Text ?? "", ClientMessageId: key, Forwarded: source), caller, ct);
        if (result.Refusal is { } refused) return Problem.Of(refused);

        http.Tell(result.Last!.Position);
        var sent = (MessageSent)result.Last.Event;
        var named = await authors.Named([caller.User, sent.Forwarded!.Author], ct);
        return Sized.Created(
            MessageResource.Of(target, result.Last, sent, named(caller.User)) with { Forwarded = ForwardedResource.Of(sent.Forwarded, named) }, ApiJson.Default.MessageResource);
    }

    /// <summary>The caller's key is theirs for this message alone; the channel that it goes to knows keys of all it is sent.</summary>
    private static string? KeyOf(HttpContext http, ChannelId channel, int number) => Idempotency.Key(http) is { } key
        ? $"forward-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{channel}:{number}:{key}")).AsSpan(0, 16))}"
        : null;

    /// <summary>A repeat gets the first answer, whatever became of the source since.</summary>
    private static async Task<bool> IsRepeat(ChannelId target, UserId user, string? key, CommandHandler commands, CancellationToken ct) =>
        key is not null && await commands.Ask<Channel, bool>(StreamName.For(target), (channel, _) => channel.SentUnder(user, key) > 0, ct);
}

/// <summary>What a message says at the head of the log: the state knows that it stands, the timeline what it says.</summary>
internal sealed class Sources(CommandHandler commands, TimelineQueries timeline, ProjectionProgress progress, IEventStore store)
{
    public async Task<(ForwardSource? Source, Refusal? Refusal)> Find(ChannelId channel, int number, CancellationToken ct)
    {
        var facts = await commands.Ask<Channel, MessageFacts?>(StreamName.For(channel), (state, _) => state.Find(number), ct);
        if (facts is not { } message) return (null, new MessageNotFound(number));
        if (message.IsDeleted) return (null, new MessageIsDeleted(number));
        if (!await progress.Reached(await store.ReadHead(ct), [TimelineProjection.Name], ct) || await timeline.Find(channel, number, ct) is not { } view)
            return (null, new SourceNotReadYet());
        if (view.DeletedAt is not null) return (null, new MessageIsDeleted(number));

        // One that says nothing itself is passed on as what it shows.
        var shown = view is { Text: "", Forwarded: { } passed } ? passed : new(view.Author, view.Text, view.SentAt, view.Entities, channel, number);
        var (home, kind) = await commands.Ask<Channel, (WorkspaceId, ChannelKind)>(StreamName.For(shown.ChannelId ?? channel), static (state, _) => (state.WorkspaceId, state.Kind), ct);
        return (new(shown, home, shown.ChannelId is not null && kind == ChannelKind.Public), null);
    }
}

internal sealed record SourceNotReadYet() : Refusal.Unavailable("message.not-read-yet", "The message cannot be read yet; try again shortly.", 1);

/// <param name="ChannelId">Where to show it.</param>
/// <param name="Text">Words of your own; may be left out.</param>
public sealed record ForwardRequest(ChannelId? ChannelId, string? Text);

/// <summary>Another message, as it was when it was forwarded.</summary>
/// <param name="ChannelId">Where it was said; only where all who see the copy may know: within that channel, and of a public one within its workspace.</param>
/// <param name="Number">The message's number there; only with the channel.</param>
/// <param name="SentAt">When it was said.</param>
public sealed record ForwardedResource(ChannelId? ChannelId, int? Number, AuthorResource Author, string Text, IReadOnlyList<TextEntity> Entities, DateTimeOffset SentAt)
{
    public static ForwardedResource Of(ForwardedMessage m, Func<UserId, AuthorResource> named) =>
        new(m.ChannelId, m.Number, named(m.Author), m.Text, m.Entities ?? [], m.SentAt);
}
