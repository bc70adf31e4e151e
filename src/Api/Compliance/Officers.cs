using System.Security.Claims;
using EventChat.Api.Http;
using EventChat.Commands.Compliance;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Compliance;
using EventChat.Events.Store;

namespace EventChat.Api.Compliance;

/// <summary>
/// The gate of everything that only compliance officers see and do. Whether somebody is one is asked at the head of the log, and what they are shown is in the log before they see it.
/// </summary>
internal sealed class Officers(CommandHandler commands)
{
    public const int MaxReason = 500;

    /// <returns>Why not, or null.</returns>
    public Task<Refusal?> Refuses(WorkspaceId workspace, ClaimsPrincipal user, CancellationToken ct)
    {
        var asking = Callers.Of(user).User;
        return commands.Ask<Workspace, Refusal?>(StreamName.For(workspace), (w, _) => w.RefusesOthersThanOfficers(workspace, asking), ct);
    }

    /// <summary>The same, and records what is about to be shown; where that fails nothing may be.</summary>
    public async Task<Refusal?> RefusesToShow(WorkspaceId workspace, ClaimsPrincipal user, string what, Asked? asked, string? reason, CancellationToken ct) =>
        (await Show(workspace, user, what, asked, reason, ct)).Refusal;

    /// <summary>The same, for whoever has to say where it was recorded.</summary>
    public async Task<CommandResult> Show(WorkspaceId workspace, ClaimsPrincipal user, string what, Asked? asked, string? reason, CancellationToken ct) =>
        (await Refuses(workspace, user, ct) ?? RefusesReason(reason)) is { } refusal ? CommandResult.Of(refusal) : await Record(workspace, user, what, asked, reason, ct);

    /// <summary>For what owners see too.</summary>
    public async Task<Refusal?> RefusesToShowOwners(WorkspaceId workspace, ClaimsPrincipal user, string what, Asked? asked, string? reason, CancellationToken ct)
    {
        var asking = Callers.Of(user).User;
        return await commands.Ask<Workspace, Refusal?>(StreamName.For(workspace), (w, _) => w.RefusesOthersThanOfficersAndOwners(workspace, asking), ct)
            ?? RefusesReason(reason) ?? (await Record(workspace, user, what, asked, reason, ct)).Refusal;
    }

    /// <summary>Reasons may be left out, but not be long.</summary>
    public static Refusal? RefusesReason(string? reason) => reason is null ? null : Fields.Line(reason, "reason", 1, MaxReason);

    private Task<CommandResult> Record(WorkspaceId workspace, ClaimsPrincipal user, string what, Asked? asked, string? reason, CancellationToken ct) =>
        commands.Handle(new RecordShown(workspace, what, asked, reason?.Trim()), Callers.Of(user), ct);
}
