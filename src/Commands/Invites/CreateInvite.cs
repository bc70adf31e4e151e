using EventChat.Commands.Channels;
using EventChat.Commands.Handling;
using EventChat.Commands.Workspaces;
using EventChat.Events;
using EventChat.Events.Invites;
using EventChat.Events.Store;
using EventChat.Events.Workspaces;

namespace EventChat.Commands.Invites;

/// <param name="ExpiresAt">Null for a week from now.</param>
/// <param name="ChannelIds">Channels of this workspace that the caller can see.</param>
/// <param name="MaxUses">Null for any number.</param>
/// <param name="Email">Null for whoever brings the code.</param>
public sealed record CreateInvite(
    WorkspaceId WorkspaceId, InviteId InviteId, string CodeHash, WorkspaceRole Role, IReadOnlyList<ChannelId> ChannelIds, DateTimeOffset? ExpiresAt = null,
    int? MaxUses = null, string? Email = null) : ICommand<Workspace>
{
    public static readonly TimeSpan DefaultLife = TimeSpan.FromDays(7), LongestLife = TimeSpan.FromDays(365);

    public StreamName Stream => StreamName.For(WorkspaceId);

    public Decision Decide(Workspace workspace, CommandContext context)
    {
        if (workspace.Refuses(WorkspaceId, context) is { } refusal) return refusal;
        var own = workspace.RoleOf(context.Actor);
        if (own < WorkspaceRole.Admin) return new AdminsOnly("invite people");
        if (Role > own) return new RoleAboveOwn(Role);
        if (workspace.Invites.Find(InviteId) is { } made) return Decision.AlreadyDone(made.Version);
        if (Role == WorkspaceRole.Guest && ChannelIds.Count == 0) return new GuestsNeedChannels();

        var expires = ExpiresAt ?? context.Now + DefaultLife;
        if (expires <= context.Now || expires > context.Now + LongestLife) return new InviteLifeOutOfRange();
        if (workspace.Invites.CountOpen(context.Now) >= Invites.MaxOpen) return new TooManyInvites();

        return Fact(expires);
    }

    public bool Repeats(DomainEvent first) => first is InviteCreated made && made == Fact(ExpiresAt ?? made.ExpiresAt);

    private InviteCreated Fact(DateTimeOffset expires) =>
        new(InviteId, CodeHash, Role, expires.ToUniversalTime(), ChannelIds, MaxUses, Email is null ? null : Invite.Address(Email));
}

public sealed record GuestsNeedChannels() : Refusal.Invalid("invite.guest-without-channels", "Say which channels a guest is invited to.", "channelIds");

public sealed record InviteLifeOutOfRange() : Refusal.Invalid("invite.life-out-of-range", "An invite expires after now and within 365 days.", "expiresAt");

public sealed record TooManyInvites() : Refusal.Conflict("invite.too-many", $"This workspace has {Invites.MaxOpen} open invites; revoke some first.");
