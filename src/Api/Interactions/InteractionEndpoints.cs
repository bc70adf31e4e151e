using System.Security.Claims;
using System.Text.RegularExpressions;
using EventChat.Adapters.Subscriptions;
using EventChat.Api.Apps;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Api.RateLimits;
using EventChat.Api.Subscriptions;
using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Interactions;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Interactions;
using EventChat.Events.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Interactions;

/// <summary>Commands that apps answer to.</summary>
internal static partial class InteractionEndpoints
{
    private const int MaxText = 4_000, MaxDescription = 200;

    public static IServiceCollection AddInteractions(this IServiceCollection services) => services.AddSingleton<Interactions>().AddSingleton<ResponseTokens>();

    public static IEndpointRouteBuilder MapInteractions(this IEndpointRouteBuilder routes)
    {
        var interactions = routes.MapGroup("").WithTags("Interactions");
        interactions.MapPut("/apps/{appId}/commands/{name}", Set).ForApps(AppScopes.SubscriptionsWrite)
            .WithSummary("Let the app answer to a slash command, as an admin or as the app").Limited(RateKind.Webhooks).Produces<SlashCommandResource>();
        interactions.MapDelete("/apps/{appId}/commands/{name}", Remove).ForApps(AppScopes.SubscriptionsWrite).WithSummary("It answers to the command no more").Produces(204);
        interactions.MapGet("/workspaces/{workspaceId}/commands", List).WithSummary("The slash commands that apps answer to").Produces<ListOf<SlashCommandResource>>();
        interactions.MapPost("/channels/{channelId}/commands", Use).WithSummary("Use a slash command: its app is asked, and has three seconds to answer").Limited(RateKind.Messages)
            .Produces<AnsweredResource>();
        interactions.MapPost("/responses/{token}", Respond).WithMetadata(new AllowAnonymousAttribute()).WithSummary("Answer later what an app was asked, by the address that was sent along; it counts for half an hour")
            .Limited(RateKind.Messages).Refuses(403, 409).Produces<AnsweredResource>();
        return routes;
    }

    private static async Task<IResult> Set(
        AppId appId, string name, SetSlashCommandRequest body, HttpContext http, ClaimsPrincipal user, Bots bots, IOptions<WebhookOptions> options, WebhookSecrets secrets,
        CommandHandler commands, IEventStore store, CancellationToken ct)
    {
        var wrong = Name(name) ?? WebhookUrls.Refuses(body.Url, options.Value) ?? Fields.Line(body.Description ?? "", "description", 0, MaxDescription)
            ?? Fields.Line(body.Usage ?? "", "usage", 0, MaxDescription);
        if (wrong is not null) return Problem.Of(wrong);
        if (await bots.HomeOf(appId, ct) is not { } workspace) return Problem.Of(new AppNotFound(appId));
        var command = new SetSlashCommand(workspace, appId, name, body.Url!, body.Description?.Trim() ?? "", body.Usage?.Trim() is { Length: > 0 } usage ? usage : null);
        var result = await commands.Handle(command, Callers.Of(user), ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        return Sized.Ok(
            new SlashCommandResource(name, appId, command.Description, command.Usage, command.Url, await secrets.Of(Interactions.Signer(appId), 1, ct)), ApiJson.Default.SlashCommandResource);
    }

    private static async Task<IResult> Remove(AppId appId, string name, HttpContext http, ClaimsPrincipal user, Bots bots, CommandHandler commands, IEventStore store, CancellationToken ct)
    {
        if (Name(name) is { } wrong) return Problem.Of(wrong);
        if (await bots.HomeOf(appId, ct) is not { } workspace) return Problem.Of(new AppNotFound(appId));
        var result = await commands.Handle(new RemoveSlashCommand(workspace, appId, name), Callers.Of(user), ct);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        http.Tell(result.Last?.Position ?? await store.ReadHead(ct));
        return TypedResults.NoContent();
    }

    private static async Task<IResult> List(WorkspaceId workspaceId, ClaimsPrincipal user, CommandHandler commands, CancellationToken ct)
    {
        var me = Callers.Of(user).User;
        var found = await commands.Ask<Workspace, List<SlashCommandResource>?>(
            StreamName.For(workspaceId),
            (w, _) => w.RoleOf(me) is null || w.IsDeleted ? null : [.. w.SlashCommands.All.Select(static c => new SlashCommandResource(c.Name, c.AppId, c.Description, c.Usage))], ct);
        return found is null ? Problem.Of(new WorkspaceNotFound(workspaceId)) : Sized.Ok(new ListOf<SlashCommandResource>(found, null), ApiJson.Default.ListOfSlashCommandResource);
    }

    private static async Task<IResult> Use(
        ChannelId channelId, UseSlashCommandRequest body, HttpContext http, ClaimsPrincipal user, Callers callers, Interactions interactions, CommandHandler commands, IEventStore store, CancellationToken ct)
    {
        var name = body.Command?.TrimStart('/') ?? "";
        var wrong = Name(name) ?? Fields.Text(body.Text, "text", MaxText);
        if (wrong is not null) return Problem.Of(wrong);
        var caller = await callers.In(channelId, user, ct);
        if (await interactions.Refuses(channelId, caller, body.ThreadRoot, ct) is { } refusal) return Problem.Of(refusal);
        var home = (await callers.HomeOf(channelId, ct))!.Value;
        if (await commands.Ask<Workspace, (SlashCommandSet, UserId)?>(
            StreamName.For(home), (w, _) => w.SlashCommands.Find(name) is { } set && w.Apps.Find(set.AppId) is { } app ? (set, app.BotUserId) : null, ct) is not var (command, bot))
            return Problem.Of(new SlashCommandNotFound(name));

        var (answered, why) = await interactions.Ask(
            new(Guid.CreateVersion7(), home, command.AppId, bot, channelId, caller.User, body.ThreadRoot), command.Url, name, body.Text ?? "", http, ct);
        if (why is not null) return Problem.Of(why);
        http.Tell(await store.ReadHead(ct));
        return Sized.Ok(answered!, ApiJson.Default.AnsweredResource);
    }

    private static async Task<IResult> Respond(
        string token, AppAnswerRequest body, HttpContext http, ResponseTokens tokens, Interactions interactions, IEventStore store, CancellationToken ct)
    {
        if (await tokens.Read(token, ct) is not { } asked) return Problem.Of(new ResponseOver());
        var (answered, why) = await interactions.Say(asked, body, ct);
        if (why is not null) return Problem.Of(why);
        http.Tell(await store.ReadHead(ct));
        return Sized.Ok(answered!, ApiJson.Default.AnsweredResource);
    }

    private static FieldInvalid? Name(string name) => NamePattern().IsMatch(name) ? null : new("command", "A command has 1 to 32 lower-case letters, digits, dashes or underscores behind the slash.");

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,31}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}

/// <param name="Url">Where it is posted to when somebody uses it.</param>
/// <param name="Description">What it does, in a line.</param>
/// <param name="Usage">What may stand behind the name, such as <c>[environment]</c>.</param>
public sealed record SetSlashCommandRequest(string? Url, string? Description, string? Usage);

/// <param name="Name">Without the slash.</param>
/// <param name="Url">Told to those who set it.</param>
/// <param name="Secret">What the app is asked with is signed with it, as Standard Webhooks writes it; one for all commands of an app, told to those who set one.</param>
public sealed record SlashCommandResource(string Name, AppId AppId, string Description, string? Usage, string? Url = null, string? Secret = null);

/// <param name="Command">With or without the slash.</param>
/// <param name="Text">What stands behind it.</param>
public sealed record UseSlashCommandRequest(string? Command, string? Text, int? ThreadRoot);

/// <summary>What an app answers, in the answer itself or later.</summary>
/// <param name="Text">As of a message that is sent; left out, nothing is said.</param>
/// <param name="Visibility"><c>me</c> for the one who asked alone, which is so where it is left out, or <c>all</c> in the channel.</param>
public sealed record AppAnswerRequest(string? Text, string? Visibility);

/// <param name="Visibility"><c>me</c>, <c>all</c>, or <c>none</c> where the app had nothing to say yet.</param>
/// <param name="Text">For <c>me</c>.</param>
/// <param name="Number">Of the message, for <c>all</c>.</param>
public sealed record AnsweredResource(string InteractionId, UserId BotUserId, string Visibility, string? Text = null, int? Number = null);

public sealed record ResponseOver() : Refusal.NotFound("response.over", "Nobody waits for this answer, or not any more.");
