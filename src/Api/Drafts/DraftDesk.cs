using System.Security.Claims;
using EventChat.Api.Http;
using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Realtime.Drafts;

namespace EventChat.Api.Drafts;

/// <summary>What a person does with their drafts: whoever may send a message somewhere may begin one there, and whoever has begun one may put it away.</summary>
internal sealed class DraftDesk(IDrafts drafts, Callers callers, CommandHandler commands, TimeProvider clock)
{
    /// <param name="root">Number of the message that is answered.</param>
    /// <param name="text">One in which nothing can be seen puts the draft away.</param>
    public async Task<IResult> Save(ChannelId channel, int? root, string? text, ClaimsPrincipal user, CancellationToken ct)
    {
        if (text is null) return Problem.Of(new DraftWithoutText());
        if (MessageText.Refuses(text) is { } refusal) return refusal is MessageEmpty ? await Forget(channel, root, user, ct) : Problem.Of(refusal);
        if (await Refuses(new(channel, "…", root), user, ct) is { } refused) return Problem.Of(refused);

        var saved = await drafts.Save(new(Callers.Of(user).User, channel, root), text, ct);
        return Sized.Ok(DraftResource.Of(saved), ApiJson.Default.DraftResource);
    }

    /// <param name="root">Number of the message that is answered.</param>
    public async Task<IResult> Forget(ChannelId channel, int? root, ClaimsPrincipal user, CancellationToken ct)
    {
        if (root is not < 1) await drafts.Forget([new(new(Callers.Of(user).User, channel, root), TimeSpan.Zero)], ct);
        return TypedResults.NoContent();
    }

    /// <summary>Newest first, of channels that the person may read.</summary>
    public async Task<IResult> List(int size, long before, ClaimsPrincipal user, CancellationToken ct)
    {
        var found = await drafts.Before(Callers.Of(user).User, before, size + 1, ct);
        var (page, more) = Paging.Cut(found.Drafts.ToList(), size);
        Dictionary<ChannelId, bool> readable = [];
        foreach (var channel in page.Select(static d => d.Place.ChannelId).Distinct()) readable[channel] = await callers.Reader(channel, user, ct) is not null;
        return Sized.Ok(
            new DraftList([.. page.Where(d => readable[d.Place.ChannelId]).Select(DraftResource.Of)], more ? $"{page[^1].Version}" : null, found.Version), ApiJson.Default.DraftList);
    }

    private async Task<Refusal?> Refuses(SendMessage meant, ClaimsPrincipal user, CancellationToken ct)
    {
        var caller = await callers.In(meant.ChannelId, user, ct);
        return await commands.Ask<Channel, Refusal?>(StreamName.For(meant.ChannelId), (channel, _) => meant.Decide(channel, new(caller, clock.GetUtcNow())).Refusal, ct);
    }
}

public sealed record DraftWithoutText() : Refusal.Invalid("draft.without-text", "A draft has a text; an empty one puts it away.", "text");
