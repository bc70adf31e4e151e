using EventChat.Commands.Handling;
using EventChat.Events;

namespace EventChat.Commands.Channels;

/// <summary>Also said of a private channel to those who are not in it.</summary>
public sealed record ChannelNotFound(ChannelId Id) : Refusal.NotFound("channel.not-found", $"There is no channel {Id} that you can see.");

public sealed record NotAMember(ChannelId Id) : Refusal.Forbidden("channel.not-a-member", $"Join channel {Id} first.");

public sealed record ChannelIsArchived(ChannelId Id) : Refusal.Conflict("channel.archived", $"Channel {Id} is archived; an admin can bring it back.");

public sealed record AdminsOnly(string What) : Refusal.Forbidden("role.admin-required", $"Only admins and owners of the workspace {What}.");

public sealed record GuestsMayNot(string What) : Refusal.Forbidden("role.guest", $"Guests may not {What}.");

public sealed record ChannelNameTaken(string Name) : Refusal.Conflict("channel.name-taken", $"There is a public channel named '{Name}' in this workspace already.");

public sealed record MemberNotInWorkspace(UserId User) : Refusal.NotFound("user.not-found", $"There is no user {User} in this workspace.");

public sealed record DirectStaysAsItIs()
    : Refusal.Invalid("channel.is-direct", "A direct message has the people it was made with, and neither name nor end. Make a channel, or with POST channels/{id}/dms another direct message.");

public sealed record NoDirect(ChannelId Id) : Refusal.Invalid("channel.not-direct", $"Channel {Id} is no direct message.");
