using System.Security.Claims;
using EventChat.Adapters.Exports;
using EventChat.Api.Compliance;
using EventChat.Api.Http;
using EventChat.Commands.Exports;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Exports;
using EventChat.Events.Store;
using EventChat.Projections.Channels;

namespace EventChat.Api.Exports;

/// <summary>What officers ask for, and what has become of it.</summary>
internal sealed class ExportRequests(CommandHandler commands, Officers officers, Places places, ExportTable table, Exporter exporter, ChannelQueries channels)
{
    /// <returns>Why the case is none; null where it is one.</returns>
    public async Task<Refusal?> Refuses(WorkspaceId workspace, ExportCase wanted, CancellationToken ct) =>
        wanted.Refuses(await Begun(workspace, ct)) is { } refusal ? refusal
        : await places.Stranger(workspace, wanted.CustodianIds, ct) is { } stranger ? new CustodianUnknown(stranger)
        : await places.Elsewhere(workspace, wanted.ChannelIds, ct) is { } unknown ? new ExportOfUnknownChannel(unknown)
        : null;

    public async Task<CommandResult> Request(WorkspaceId workspace, ExportId id, ExportCase wanted, string? reason, Caller caller, CancellationToken ct)
    {
        var result = await commands.Handle(new RequestExport(workspace, id, wanted, reason, await Begun(workspace, ct)), caller, ct);
        if (result.Refusal is null) await table.Add(id, workspace, result.Last!.Position.Value, ct);
        return result;
    }

    /// <summary>The export, for an officer of its workspace.</summary>
    public async Task<(ExportRow? Row, Refusal? Refusal)> Find(ExportId id, ClaimsPrincipal user, CancellationToken ct)
    {
        if (await table.Find(id, ct) is not { } row) return (null, new ExportNotFound(id));
        return await officers.Refuses(row.WorkspaceId, user, ct) is { } refusal ? (null, refusal is WorkspaceNotFound ? new ExportNotFound(id) : refusal) : (row, null);
    }

    public async Task<CommandResult> Cancel(ExportRow row, string? reason, Caller caller, CancellationToken ct)
    {
        var result = await commands.Handle(new CancelExport(row.WorkspaceId, row.Id, reason), caller, ct);
        if (result.Refusal is null) await table.Cancel(row.Id, ct);
        return result;
    }

    public async Task<ExportPreview> Preview(WorkspaceId workspace, ExportCase wanted, CancellationToken ct)
    {
        var preview = new ExportPreview(0, 0, 0);
        foreach (var channel in wanted.ChannelIds.Count > 0 ? wanted.ChannelIds : await channels.Of(workspace, ct))
        {
            var (events, messages) = await exporter.Count(wanted, StreamName.For(channel), long.MaxValue, ct);
            if (events > 0) preview = new(preview.Channels + 1, preview.Events + events, preview.Messages + messages);
        }

        return preview;
    }

    private Task<DateTimeOffset> Begun(WorkspaceId workspace, CancellationToken ct) => commands.Ask<Workspace, DateTimeOffset>(StreamName.For(workspace), static (w, _) => w.CreatedAt, ct);
}

/// <param name="Channels">Of which something belongs to the case.</param>
public sealed record ExportPreview(int Channels, long Events, long Messages);
