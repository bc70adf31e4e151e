using System.Security.Claims;
using EventChat.Api.Http;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Search;
using Microsoft.Extensions.Options;

namespace EventChat.Api.Workspaces;

internal static class WorkspaceSettingsEndpoints
{
    private const int MaxIcon = 2048;

    public static IEndpointRouteBuilder MapWorkspaceSettings(this IEndpointRouteBuilder routes)
    {
        var workspace = routes.MapGroup("/workspaces/{workspaceId}").WithTags("Workspaces");
        workspace.MapPatch("/", Change).WithSummary("Its name, description, icon, language and default channels, as an owner").Produces<WorkspaceResource>();
        workspace.MapDelete("/", Delete).WithSummary("Close it for writing, and delete it after a period of grace, as an owner").Produces(204);
        workspace.MapPost("/restore", Restore).WithSummary("Open it again within the period of grace, as an owner").Produces<WorkspaceResource>();
        return routes;
    }

    private static async Task<IResult> Change(
        WorkspaceId workspaceId, ChangeWorkspaceRequest body, HttpContext http, ClaimsPrincipal user, CommandHandler commands, Newcomers newcomers, IEventStore store,
        CancellationToken ct)
    {
        var refusal = (body.Name is null ? null : Fields.Line(body.Name, "name", 1, 80)) ?? Fields.Text(body.Description, "description", 1024) ?? RefusesIcon(body.Icon)
            ?? RefusesLanguage(body.Language);
        if (refusal is not null) return Problem.Of(refusal);

        var (caller, channels) = (Callers.Of(user), body.DefaultChannelIds?.ToHashSet());
        var command = new ChangeWorkspace(workspaceId, body.Name is { } name ? Fields.Name(name) : null, body.Description, body.Icon, channels, body.Language);
        // Whoever may not change it is not told which channels there are either.
        var may = await commands.Ask<Workspace, bool>(StreamName.For(workspaceId), (w, _) => w.RoleOf(caller.User) == Events.Workspaces.WorkspaceRole.Owner, ct);
        if (may && channels is not null && await newcomers.Refuses(workspaceId, channels, ct) is { } unfit) return Problem.Of(unfit);

        var result = await commands.Handle(command, caller, ct);
        return result.Refusal is { } refused ? Problem.Of(refused)
            : await Show(result.Last?.Position ?? await store.ReadHead(ct), workspaceId, caller.User, http, commands, ct);
    }

    private static async Task<IResult> Delete(
        WorkspaceId workspaceId, HttpContext http, ClaimsPrincipal user, CommandHandler commands, Closing closing, IEventStore store, IOptions<WorkspaceOptions> options)
    {
        var result = await commands.Handle(new ScheduleDeletion(workspaceId, TimeSpan.FromDays(options.Value.DeletionGraceDays)), Callers.Of(user));
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        var position = result.Last?.Position ?? await store.ReadHead(CancellationToken.None);
        if (await closing.Settle(workspaceId, position, CancellationToken.None) is { } unfinished) return Problem.Of(unfinished);
        http.Tell(position);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Restore(
        WorkspaceId workspaceId, HttpContext http, ClaimsPrincipal user, CommandHandler commands, Closing closing, IEventStore store)
    {
        var caller = Callers.Of(user);
        var result = await commands.Handle(new RestoreWorkspace(workspaceId), caller);
        if (result.Refusal is { } refusal) return Problem.Of(refusal);
        var position = result.Last?.Position ?? await store.ReadHead(CancellationToken.None);
        if (await closing.Settle(workspaceId, position, CancellationToken.None) is { } unfinished) return Problem.Of(unfinished);
        return await Show(position, workspaceId, caller.User, http, commands, CancellationToken.None);
    }

    private static async Task<IResult> Show(
        Position position, WorkspaceId workspaceId, UserId user, HttpContext http, CommandHandler commands, CancellationToken ct)
    {
        http.Tell(position);
        var shown = await commands.Ask<Workspace, WorkspaceResource>(StreamName.For(workspaceId), (w, _) => WorkspaceResource.Of(workspaceId, w, user), ct);
        return Sized.Ok(shown, ApiJson.Default.WorkspaceResource);
    }

    private static FieldInvalid? RefusesLanguage(string? language) => language is null || Language.Find(language) is not null
        ? null : new FieldInvalid("language", $"'language' is one of {string.Join(", ", Language.Names)}.");

    /// <summary>Clients load it, so it is an address that cannot be read or changed on the way.</summary>
    private static FieldInvalid? RefusesIcon(string? icon) =>
        icon is null or "" || (Fields.Line(icon, "icon", 1, MaxIcon) is null && !icon.Contains(' ', StringComparison.Ordinal) && Uri.TryCreate(icon, UriKind.Absolute, out var address)
            && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0)
            ? null
            : new FieldInvalid("icon", $"'icon' is an https address of at most {MaxIcon} characters, or empty for none.");
}

/// <summary>What is left out stays as it is.</summary>
/// <param name="Icon">An https address; empty for none.</param>
/// <param name="DefaultChannelIds">Public channels that newcomers are added to, at most 20; an empty list for none.</param>
/// <param name="Language">By whose rules words are found in what is said from now on: <c>english</c>, <c>german</c>, …, or <c>none</c> for words as they stand.</param>
public sealed record ChangeWorkspaceRequest(string? Name, string? Description, string? Icon, IReadOnlyList<ChannelId>? DefaultChannelIds, string? Language);
