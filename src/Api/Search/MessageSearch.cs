using EventChat.Api.Messages;
using EventChat.Api.Users;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Search;
using EventChat.Projections.Timeline;

namespace EventChat.Api.Search;

/// <summary>
/// Pages of messages that the reader may read at this moment: the read models say where to look, and the head of the log, of every channel that something was
/// found in, whether that is so still. What falls out is made up for, so that a page does not tell how much that was.
/// </summary>
internal sealed class MessageSearch(ISearchIndex index, SearchQueries queries, CommandHandler commands, TimelineQueries timeline, Authors authors)
{
    /// <summary>Then a page is short, and its cursor goes on.</summary>
    private const int MaxRounds = 10;

    public async Task<(List<SearchHitResource> Hits, SearchCursor? Next)> Page(WorkspaceId workspace, Caller reader, QueryText text, SearchQuery query, Language language, CancellationToken ct)
    {
        query = query with { Channels = await Places(workspace, reader, text, ct) };
        List<(SearchHit Hit, TimelineMessage Message)> shown = [];
        var (limit, next) = (query.Limit, (SearchCursor?)null);
        for (var round = 0; round < MaxRounds; round++)
        {
            var page = await index.Search(query with { Limit = limit - shown.Count }, ct);
            var (readable, lost) = await Readable(workspace, reader, page.Hits, query, language, ct);
            shown.AddRange(readable);
            next = page.Next;
            if (next is null || shown.Count >= limit) break;
            query = query with { After = next, Channels = lost.Count == 0 ? query.Channels : [.. query.Channels.Where(c => !lost.Contains(c))] };
        }

        return (await Show([.. shown.Select(static s => s.Message)], query, language, ct), next);
    }

    private async Task<(List<(SearchHit, TimelineMessage)> Readable, HashSet<ChannelId> Lost)> Readable(
        WorkspaceId workspace, Caller reader, IReadOnlyList<SearchHit> hits, SearchQuery query, Language language, CancellationToken ct)
    {
        if (hits.Count == 0) return ([], []);
        var messages = await queries.Messages(hits, ct);
        var channels = await Task.WhenAll(hits.GroupBy(static h => h.ChannelId).Select(found => Standing(workspace, reader, found.Key, [.. found.Select(static h => h.Number)], ct)));
        var standing = channels.Where(static c => c.Standing is not null).ToDictionary(static c => c.Channel, static c => c.Standing!);
        List<(SearchHit, TimelineMessage)> readable = [];
        foreach (var hit in hits)
            if (standing.TryGetValue(hit.ChannelId, out var numbers) && numbers.Contains(hit.Number)
                && messages.TryGetValue((hit.ChannelId, hit.Number), out var message) && message.DeletedAt is null
                && Highlights.HasPieces(message.Text, query.Clauses, language)) readable.Add((hit, message));
        return (readable, [.. channels.Where(static c => c.Standing is null).Select(static c => c.Channel)]);
    }

    /// <summary>The numbers that are not deleted; null for a channel that the reader may not read.</summary>
    private Task<(ChannelId Channel, HashSet<int>? Standing)> Standing(WorkspaceId workspace, Caller reader, ChannelId channel, IReadOnlyList<int> numbers, CancellationToken ct) =>
        commands.Ask<Channel, (ChannelId, HashSet<int>?)>(
            StreamName.For(channel),
            (state, _) => (channel, state.WorkspaceId == workspace && state.IsVisibleTo(reader)
                ? [.. numbers.Where(n => state.Find(n) is { IsDeleted: false })] : null), ct);

    /// <summary>A name that nobody has, or only something that the reader may not know of, leaves nowhere to look.</summary>
    private async Task<IReadOnlyCollection<ChannelId>> Places(WorkspaceId workspace, Caller reader, QueryText text, CancellationToken ct)
    {
        var all = await Named(null);
        var (meant, left) = (text.Parts.Where(static p => p is { Kind: "in", IsNot: false }).ToList(), text.Parts.Where(static p => p is { Kind: "in", IsNot: true }).ToList());
        HashSet<ChannelId> places = meant.Count == 0 ? all : await Among(meant);
        if (left.Count > 0) places.ExceptWith(await Among(left));
        return places;

        async Task<HashSet<ChannelId>> Among(List<QueryPart> parts)
        {
            List<string> names = [.. parts.Select(static p => NormalForm.Of(p.Value.TrimStart('#')))];
            HashSet<ChannelId> found = [.. names.Select(static n => Id.TryParse<ChannelId>(n, out var id) ? id : (ChannelId?)null).OfType<ChannelId>().Where(all.Contains)];
            found.UnionWith(await Named(names));
            return found;
        }

        async Task<HashSet<ChannelId>> Named(IReadOnlyCollection<string>? names) =>
            [.. await queries.Channels(workspace, reader.User, reader.Role == WorkspaceRole.Guest, names, ct)];
    }

    private async Task<List<SearchHitResource>> Show(List<TimelineMessage> messages, SearchQuery query, Language language, CancellationToken ct)
    {
        for (var i = 0; i < messages.Count; i++) messages[i] = await timeline.WithLatestReply(messages[i], ct);
        var named = await authors.Named([.. messages.Select(static m => m.Author).Distinct()], ct);
        return [.. messages.Select(m => new SearchHitResource(MessageResource.Of(m, named), Highlights.Of(m.Text, query.Clauses, language)))];
    }
}
