using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Messages;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Emoji;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Emoji;

/// <summary>Members bring them; the same again by the same person changes nothing.</summary>
/// <param name="Url">The caller's word is enough that it is an https address.</param>
public sealed record AddEmoji(WorkspaceId WorkspaceId, string Name, string Url) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.Refuses(WorkspaceId, context) is { } refusal) return refusal;
        if (workspace.RoleOf(context.Actor) < WorkspaceRole.Member) return new GuestsMayNot("add emoji");
        if (!CustomEmoji.IsName(Name)) return new EmojiNameInvalid();
        if (workspace.Emoji.Find(Name) is { } known) return known.By == context.Actor ? Decision.AlreadyDone(known.Version) : new EmojiNameTaken(Name);
        if (ReactionEmoji.IsStandard(Name)) return new EmojiNameIsStandard(Name);
        if (workspace.Emoji.Count >= CustomEmoji.MaxEmoji) return new TooManyEmoji();

        return new EmojiAdded(Name, Url);
    }

    public bool Repeats(DomainEvent first) => first == new EmojiAdded(Name, Url);
}

/// <summary>By who brought it, and by admins; removing twice changes nothing.</summary>
public sealed record RemoveEmoji(WorkspaceId WorkspaceId, string Name) : ICommand<Workspace>
{
    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context) =>
        workspace.Refuses(WorkspaceId, context) is { } refusal ? refusal
        : workspace.Emoji.Find(Name) is not { } emoji ? Decision.Nothing
        : emoji.By != context.Actor && workspace.RoleOf(context.Actor) < WorkspaceRole.Admin ? new AdminsOnly("remove the emoji of others")
        : new EmojiRemoved(Name);
}

public sealed record EmojiNameInvalid() : Refusal.Invalid(
    "emoji.invalid-name", "An emoji's name has 1 to 62 small letters, digits, dashes, underscores or plus signs, without the colons.", "name");

public sealed record EmojiNameTaken(string Name) : Refusal.Conflict("emoji.name-taken", $"There is an emoji ':{Name}:' in this workspace already.");

public sealed record EmojiNameIsStandard(string Name) : Refusal.Conflict("emoji.name-standard", $"':{Name}:' is an emoji everywhere; choose a name of your own.");

public sealed record TooManyEmoji() : Refusal.Conflict("emoji.too-many", $"A workspace has at most {CustomEmoji.MaxEmoji} emoji of its own.");
