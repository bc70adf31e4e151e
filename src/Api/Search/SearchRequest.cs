using System.Globalization;
using EventChat.Api.Auth;
using EventChat.Api.Http;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Search;

namespace EventChat.Api.Search;

/// <summary>What was asked, as the index takes it, apart from where: who is meant by a name, and which moments a day has where the person lives.</summary>
internal sealed class SearchRequest(CommandHandler commands)
{
    private static readonly Dictionary<string, SearchTraits> Traits = new()
    {
        ["has:link"] = SearchTraits.Link, ["has:file"] = SearchTraits.File, ["has:reaction"] = SearchTraits.Reaction, ["is:thread"] = SearchTraits.Thread,
        ["is:pinned"] = SearchTraits.Pinned,
    };

    /// <returns>The query without its channels, or why it cannot be asked.</returns>
    public async Task<(SearchQuery? Query, Problem? Problem)> Read(QueryText text, UserId me, Language language, CancellationToken ct)
    {
        if (text.Parts.Any(QueryWords.IsShort)) return (null, Problem.Of(new PrefixTooShort()));

        SearchQuery query = new() { Channels = [], Clauses = [.. text.Parts.SelectMany(p => QueryWords.Clauses(p, language)).Distinct()] };
        var zone = text.Parts.Any(static p => p.Kind is "before" or "after" or "on") ? await ZoneOf(me, ct) : TimeZoneInfo.Utc;
        foreach (var part in text.Parts)
            switch (part.Kind)
            {
                case "from":
                    query = await From(query, part, me, ct);
                    break;
                case "has" or "is":
                    if (!Traits.TryGetValue($"{part.Kind}:{part.Value.ToLowerInvariant()}", out var trait)) return (null, Unknown(part.Kind));
                    query = part.IsNot ? query with { Without = query.Without | trait } : query with { With = query.With | trait };
                    break;
                case "before" or "after" or "on":
                    if (!DateOnly.TryParseExact(part.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                        return (null, new(StatusCodes.Status400BadRequest, "search.date-invalid", $"'{part.Kind}:' takes a day that exists, such as 2024-02-29.", "q"));
                    if (part is { IsNot: true, Kind: "on" })
                        return (null, new(StatusCodes.Status400BadRequest, "search.date-invalid", "'-on:' cannot be asked; use before: and after:.", "q"));
                    query = Within(query, part, day, zone);
                    break;
            }

        var asksNothing = query is { Clauses: [], With: SearchTraits.None, Without: SearchTraits.None } && text.Parts.All(static p => p.Kind is QueryPart.Word or QueryPart.Phrase);
        return asksNothing ? (null, SearchEndpoints.Empty()) : (query, null);
    }

    private static Problem Unknown(string filter) => new(
        StatusCodes.Status400BadRequest, "search.filter-unknown", $"'{filter}:' takes {string.Join(" or ", QueryText.Traits[filter])}; in quotes it is text to look for.", "q");

    /// <summary>Whoever has no account has written nothing, and nobody is told the difference.</summary>
    private async Task<SearchQuery> From(SearchQuery query, QueryPart part, UserId me, CancellationToken ct)
    {
        var name = part.Value.TrimStart('@');
        UserId? user = name == "me" ? me
            : Id.TryParse<UserId>(name, out var id) ? id
            : Id.TryParse<UserId>(await commands.Ask<NameReservation, string?>(
                NameReservation.StreamOf(Accounts.Usernames, LookAlike.Of(name)), static (state, _) => state.Owner, ct), out var owner) ? owner
            : null;
        IReadOnlyCollection<UserId> meant = user is { } known ? [known] : [];
        return part.IsNot ? query with { OtherAuthors = [.. query.OtherAuthors, .. meant] } : query with { Authors = [.. query.Authors ?? [], .. meant] };
    }

    private static SearchQuery Within(SearchQuery query, QueryPart part, DateOnly day, TimeZoneInfo zone)
    {
        var (from, to) = (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        if (part.Kind == "on") (from, to) = (Midnight(day, zone), Midnight(Next(day), zone));
        else if (part.Kind == "before") to = Midnight(day, zone);
        else from = Midnight(Next(day), zone);
        // What is not before a day is from it on.
        if (part.IsNot) (from, to) = (to == DateTimeOffset.MaxValue ? DateTimeOffset.MinValue : to, from == DateTimeOffset.MinValue ? DateTimeOffset.MaxValue : from);
        return query with { From = from > query.From ? from : query.From, To = to < query.To ? to : query.To };
    }

    private static DateOnly Next(DateOnly day) => day == DateOnly.MaxValue ? day : day.AddDays(1);

    /// <summary>The first moment of a day; where the clocks skip midnight, an hour later.</summary>
    private static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone)
    {
        if (day.Year is < 2 or > 9998) return day.Year < 2 ? DateTimeOffset.MinValue : DateTimeOffset.MaxValue;
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(30);
        return new(TimeZoneInfo.ConvertTimeToUtc(local, zone), TimeSpan.Zero);
    }

    private async Task<TimeZoneInfo> ZoneOf(UserId me, CancellationToken ct) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(await commands.Ask<User, string>(StreamName.For(me), static (user, _) => user.TimeZone, ct), out var zone) ? zone : TimeZoneInfo.Utc;
}

internal sealed record PrefixTooShort() : Refusal.Invalid("search.prefix-too-short", $"Before a * stand at least {QueryWords.ShortestPrefix} characters.", "q");
