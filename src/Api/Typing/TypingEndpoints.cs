using System.Security.Claims;
using EventChat.Adapters.RateLimits;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Realtime.Typing;

namespace EventChat.Api.Typing;

/// <summary>Whoever may send a message may say that they are writing one. Nothing is recorded.</summary>
internal static class TypingEndpoints
{
    public static IEndpointRouteBuilder MapTyping(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/channels/{channelId}/typing", Type).ForApps(AppScopes.MessagesWrite).WithTags("Messages")
            .WithSummary("Say that you are writing, every 3 s while you do; the others see it for 5 s. In channels of more than 1,000 members nobody does").Limited(RateKind.Typing).AppendsNothing()
            .Produces(204);
        return routes;
    }

    private static async Task<IResult> Type(
        ChannelId channelId, TypingRequest body, ClaimsPrincipal user, Callers callers, CommandHandler commands, IRateBudgets budgets, ITyping typing, TimeProvider clock, CancellationToken ct)
    {
        var caller = await callers.In(channelId, user, ct);
        var now = clock.GetUtcNow();
        var meant = new SendMessage(channelId, "…", body.ThreadRoot);
        var (refusal, members) = await commands.Ask<Channel, (Refusal?, int)>(
            StreamName.For(channelId), (channel, _) => (meant.Decide(channel, new(caller, now)).Refusal, channel.MemberCount), ct);
        if (refusal is not null) return Problem.Of(refusal);

        // More often than that is no news to anybody, and no mistake.
        if (members <= Typist.MaxMembers && (await budgets.Spend($"typist:{caller.User}:{channelId}", 1, Typist.Pause, ct)).Allowed)
            await typing.Tell(new(channelId, caller.User, body.ThreadRoot, now + Typist.Lasts), ct);
        return TypedResults.NoContent();
    }
}

/// <param name="ThreadRoot">The message whose thread it is; without it, it is the channel.</param>
public sealed record TypingRequest(int? ThreadRoot = null);
