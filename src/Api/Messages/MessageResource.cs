using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Timeline;

namespace EventChat.Api.Messages;

/// <summary>A message as clients see it.</summary>
/// <param name="Version">Version of the last event that changed it, in the channel's stream.</param>
/// <param name="Thread">For a reply, its root; for a message that was answered, the summary of its thread.</param>
/// <param name="Entities">Parts of the text that stand for people, groups, channels and links, in order, never overlapping: nobody has to parse it again.</param>
/// <param name="Mentions">Who is mentioned by name. Everybody (<c>@channel</c>), the active (<c>@here</c>) and groups are entities alone.</param>
/// <param name="DisplayAs">How a program wants to be shown with this message, instead of by its author's name. Show that it is a bot's all the same.</param>
/// <param name="DeletedAt">A deleted message stays as a tombstone without its text.</param>
public sealed record MessageResource(
    ChannelId ChannelId, int Number, long Version, AuthorResource Author, string Text, ThreadResource? Thread, IReadOnlyList<ReactionResource> Reactions,
    IReadOnlyList<TextEntity> Entities, IReadOnlyList<UserId> Mentions, IReadOnlyList<string> Files, DateTimeOffset SentAt, DateTimeOffset? EditedAt, DateTimeOffset? DeletedAt, bool Pinned,
    bool Broadcast, string? ClientMessageId, UserId? PinnedBy = null, DateTimeOffset? PinnedAt = null,
    ForwardedResource? Forwarded = null, IReadOnlyList<PreviewResource>? Previews = null, DisplayAs? DisplayAs = null)
{
    /// <summary>As it was just sent.</summary>
    public static MessageResource Of(ChannelId channel, RecordedEvent recorded, MessageSent sent, AuthorResource author) => new(
        channel, sent.Number, recorded.Version, author, sent.Text, sent.ThreadRoot is { } root ? new(root, 0, null, []) : null, [], sent.Entities ?? [],
        sent.Entities?.Users ?? [], [], sent.SentAt ?? recorded.RecordedAt, null, null, Pinned: false, sent.Broadcast ?? false, sent.ClientMessageId);

    public static MessageResource Of(TimelineMessage m, Func<UserId, AuthorResource> named) => new(
        m.ChannelId, m.Number, m.Version, named(m.Author), m.Text, ThreadOf(m),
        m.Reactions is { } reactions ? [.. reactions.Select(static r => new ReactionResource(r.Emoji, r.Users.Count, r.Users))] : [], m.Entities ?? [],
        m.Entities?.Users ?? [], [], m.SentAt, m.EditedAt, m.DeletedAt, m.PinnedAt is not null, m.Broadcast, m.ClientMessageId, m.PinnedBy, m.PinnedAt,
        m.Forwarded is { } forwarded ? ForwardedResource.Of(forwarded, named) : null,
        m.Previews is { } previews ? [.. previews.Select(static p => new PreviewResource(p.Url, p.Title, p.Description, p.SiteName, p.Image))] : null,
        m.DisplayAs);

    /// <summary>Whose names it shows.</summary>
    public static IReadOnlyCollection<UserId> PeopleOf(params IEnumerable<TimelineMessage> messages) =>
        [.. messages.SelectMany(static m => m.Forwarded is { } forwarded ? (UserId[])[m.Author, forwarded.Author] : [m.Author]).Distinct()];

    private static ThreadResource? ThreadOf(TimelineMessage m) => (m.ThreadRoot, m.Thread) switch
    {
        ({ } root, _) => new(root, 0, null, []),
        (null, { ReplyCount: > 0 } thread) => new(m.Number, thread.ReplyCount, thread.LatestReplyAt, [.. thread.Participants.Select(static p => p.User)]),
        _ => null,
    };
}

/// <param name="Kind"><c>user</c> for people, <c>bot</c> for the bot of an app.</param>
public sealed record AuthorResource(UserId Id, string Name, string Kind);

public sealed record ThreadResource(int Root, int ReplyCount, DateTimeOffset? LatestReplyAt, IReadOnlyList<UserId> Participants);

public sealed record ReactionResource(string Emoji, int Count, IReadOnlyList<UserId> Users);

/// <summary>What a page that the message links to says of itself; it comes some time after the message.</summary>
/// <param name="Image">Where its picture is.</param>
public sealed record PreviewResource(string Url, string Title, string? Description, string? SiteName, string? Image);
