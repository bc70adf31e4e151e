namespace EventChat.Events.Exports;

/// <summary>What somebody wants handed over: what was recorded in some channels, or what some people wrote and could read.</summary>
/// <param name="CustodianIds">Of the channels only what they did, and what happened while one of them was there; nobody for all of it.</param>
/// <param name="ChannelIds">None for every channel of the workspace that a custodian ever was in.</param>
/// <param name="From">Recorded then or later.</param>
/// <param name="To">Recorded before.</param>
/// <param name="Query">Messages that hold all these words in one of their revisions, with all that became of them; nothing else.</param>
public sealed record ExportCase(
    string Name, IReadOnlyList<UserId> CustodianIds, IReadOnlyList<ChannelId> ChannelIds, DateTimeOffset? From = null, DateTimeOffset? To = null, string? Query = null);
