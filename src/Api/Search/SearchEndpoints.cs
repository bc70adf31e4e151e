using System.Security.Claims;
using EventChat.Api.Auth;
using EventChat.Api.Channels;
using EventChat.Api.Http;
using EventChat.Api.Messages;
using EventChat.Api.RateLimits;
using EventChat.Api.Workspaces;
using EventChat.Commands.Apps;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;
using EventChat.Projections.Search;
using EventChat.Projections.Users;

namespace EventChat.Api.Search;

internal static class SearchEndpoints
{
    private static readonly string[] Types = ["messages", "people", "channels"], Sorts = ["best", "newest"];

    public static IEndpointRouteBuilder MapSearch(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/workspaces/{workspaceId}/search", Search).ForApps(AppScopes.SearchRead).WithTags("Search")
            .WithSummary("Find messages: from:@name in:#channel before: after: on: has:link has:file has:reaction is:thread is:pinned \"a phrase\" word* -word, and no other values of has: and is:; or people and channels by name")
            .Limited(RateKind.Search).ReadsFrom("search", "timeline", "users", "channels", "members", "workspace-members").Produces<ListOf<SearchHitResource>>();
        return routes;
    }

    public static Problem Empty() => new(StatusCodes.Status400BadRequest, "search.empty", "'q' says what to look for: words, phrases or filters.", "q");

    private static async Task<IResult> Search(
        WorkspaceId workspaceId, ClaimsPrincipal user, Callers callers, CommandHandler commands, MessageSearch messages, SearchQueries queries, UserQueries users,
        CancellationToken ct, string? q = null, string? type = null, string? sort = null, int? limit = null, string? next = null)
    {
        if (Paging.Refuses(limit) is { } refusal) return Problem.Of(refusal);
        if (type is not null && !Types.Contains(type)) return Problem.Of(new FieldInvalid("type", "'type' is messages, people or channels."));
        if (sort is not null && !Sorts.Contains(sort)) return Problem.Of(new FieldInvalid("sort", "'sort' is best or newest."));
        if (string.IsNullOrWhiteSpace(q)) return Empty();
        if (q.Length > QueryText.LongestText) return Problem.Of(new QueryTooLong());
        var caller = await callers.In(workspaceId, user, ct);
        if (caller.Role is null) return Problem.Of(new WorkspaceNotFound(workspaceId));

        var size = limit ?? Paging.DefaultLimit;
        return type switch
        {
            "people" => await People(workspaceId, q, size, next, queries, users, ct),
            "channels" => await Channels(workspaceId, caller, q, size, next, queries, commands, ct),
            _ => await Messages(workspaceId, caller, q, sort, size, next, messages, commands, ct),
        };
    }

    private static async Task<IResult> Messages(
        WorkspaceId workspace, Caller caller, string q, string? sort, int size, string? next, MessageSearch messages, CommandHandler commands, CancellationToken ct)
    {
        if (!MessageCursor.TryParse(next, out var cursor)) return Problem.Of(new CursorInvalid("next"));
        var text = QueryText.Parse(q);
        if (text.Parts.Count > QueryText.MostParts) return Problem.Of(new TooManyTerms());
        var language = Language.Find(await commands.Ask<Workspace, string>(StreamName.For(workspace), static (state, _) => state.Language, ct)) ?? Language.English;
        var (query, problem) = await new SearchRequest(commands).Read(text, caller.User, language, ct);
        if (query is null) return problem!;

        var order = sort == "newest" ? SearchOrder.Newest : SearchOrder.Best;
        var (hits, more) = await messages.Page(workspace, caller, text, query with { Order = order, Limit = size, After = cursor }, language, ct);
        return Sized.Ok(new ListOf<SearchHitResource>(hits, MessageCursor.Of(more)), ApiJson.Default.ListOfSearchHitResource);
    }

    private static async Task<IResult> People(
        WorkspaceId workspace, string q, int size, string? next, SearchQueries queries, UserQueries users, CancellationToken ct)
    {
        if (next is not null && !Id.TryParse<UserId>(next, out _)) return Problem.Of(new CursorInvalid("next"));
        if (Name(q, '@') is not { } prefix) return Empty();
        var (page, more) = Paging.Cut(await queries.People(workspace, prefix, next ?? "", size + 1, ct), size);
        var named = await users.Find([.. page.Select(static m => m.UserId)], ct);
        return Sized.Ok(
            new ListOf<SearchHitResource>(
                [.. page.Select(m => new SearchHitResource(Person: new(
                    m.UserId, named.GetValueOrDefault(m.UserId)?.Username, named.GetValueOrDefault(m.UserId)?.DisplayName, m.Role, m.JoinedAt, m.IsComplianceOfficer)))],
                more ? page[^1].UserId.ToString() : null),
            ApiJson.Default.ListOfSearchHitResource);
    }

    private static async Task<IResult> Channels(
        WorkspaceId workspace, Caller caller, string q, int size, string? next, SearchQueries queries, CommandHandler commands, CancellationToken ct)
    {
        if (ChannelCursor.Parse(next) is not { } after) return Problem.Of(new CursorInvalid("next"));
        if (Name(q, '#') is not { } prefix) return Empty();
        var (page, more) = Paging.Cut(await queries.ChannelsNamed(workspace, caller.User, caller.Role == WorkspaceRole.Guest, prefix, after, size + 1, ct), size);
        List<SearchHitResource> shown = [];
        foreach (var view in page)
            if (await commands.Ask<Channel, bool>(StreamName.For(Id.Parse<ChannelId>(view.Id)), (state, _) => state.IsVisibleTo(caller), ct))
                shown.Add(new(Channel: ChannelResource.Of(view)));
        return Sized.Ok(new ListOf<SearchHitResource>(shown, more ? ChannelCursor.Of(page[^1]) : null), ApiJson.Default.ListOfSearchHitResource);
    }

    private static string? Name(string q, char sign) =>
        NormalForm.Of(new string([.. q.Where(static c => !char.IsControl(c))]).Trim().TrimStart(sign).Trim()) is { Length: > 0 } name ? name : null;
}

/// <summary>One that was found; what it is stands under its name, and the others are absent.</summary>
/// <param name="Highlights">Where in the message's text stands what was looked for, in UTF-16 code units.</param>
public sealed record SearchHitResource(
    MessageResource? Message = null, IReadOnlyList<TextRange>? Highlights = null, WorkspaceMemberResource? Person = null, ChannelResource? Channel = null);

internal sealed record QueryTooLong() : Refusal.Invalid("search.too-long", $"A query has at most {QueryText.LongestText} characters.", "q");

internal sealed record TooManyTerms() : Refusal.Invalid("search.too-many-terms", $"A query has at most {QueryText.MostParts} words, phrases and filters.", "q");
