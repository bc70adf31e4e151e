using EventChat.Commands.Handling;
using EventChat.Events;

namespace EventChat.Commands.Exports;

/// <summary>Also said to those who are not in its workspace.</summary>
public sealed record ExportNotFound(ExportId Id) : Refusal.NotFound("export.not-found", $"There is no export {Id} that you can see.");

public sealed record NothingToExport() : Refusal.Invalid("export.no-custodian", "An export names custodians or channels.", "custodianIds");

public sealed record ExportTooWide(string Where) : Refusal.Invalid("export.too-wide", $"Name at most {RequestExport.MaxNamed}.", Where);

public sealed record ExportEndsBeforeItBegins() : Refusal.Invalid("export.ends-before-it-begins", "'to' is a moment after 'from'.", "to");

public sealed record ExportBeforeFirstEvent(DateTimeOffset Begun) : Refusal.Invalid("export.before-first-event", $"Nothing was recorded before {Begun.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}.", "to");

/// <summary>Of somebody who neither is in the workspace nor ever was.</summary>
public sealed record CustodianUnknown(UserId User) : Refusal.Invalid("export.stranger", $"{User} never was in this workspace.", "custodianIds");

public sealed record ExportOfUnknownChannel(ChannelId Channel) : Refusal.Invalid("export.unknown-channel", $"There is no channel {Channel} in this workspace.", "channelIds");

public sealed record ExportNotReady(ExportId Id) : Refusal.Conflict("export.not-ready", $"Export {Id} is not there to be downloaded.");
