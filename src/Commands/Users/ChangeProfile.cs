using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Users;

namespace EventChat.Commands.Users;

/// <summary>What is null stays as it is.</summary>
public sealed record ChangeProfile(UserId UserId, string? DisplayName, string? AvatarUrl, string? TimeZone) : ICommand<User>
{
    public StreamName Stream => StreamName.For(UserId);

    public Decision Decide(User user, CommandContext context)
    {
        if (!user.Exists || user.IsDeactivated) return new AccountNotFound(UserId);

        var change = new ProfileChanged(
            DisplayName == user.DisplayName ? null : DisplayName, AvatarUrl == user.AvatarUrl ? null : AvatarUrl, TimeZone == user.TimeZone ? null : TimeZone);
        return change == new ProfileChanged() ? Decision.Nothing : change;
    }
}

public sealed record SetStatus(UserId UserId, string Text, string Emoji, DateTimeOffset? Until) : ICommand<User>
{
    public StreamName Stream => StreamName.For(UserId);

    public Decision Decide(User user, CommandContext context)
    {
        if (!user.Exists || user.IsDeactivated) return new AccountNotFound(UserId);
        if (Until <= context.Now) return new StatusIsOver();

        var status = new StatusChanged(Text, Emoji, Until);
        return status == user.Status ? Decision.Nothing : status;
    }
}

/// <summary>Nobody signs in to the account again; what its owner wrote stays.</summary>
public sealed record DeactivateUser(UserId UserId) : ICommand<User>
{
    public StreamName Stream => StreamName.For(UserId);

    public Decision Decide(User user, CommandContext context) =>
        !user.Exists ? new AccountNotFound(UserId)
        : user.IsDeactivated ? Decision.Nothing
        : Decision.Many([new UserDeactivated(), .. user.Sessions.Select(static s => new SessionEnded(s.Id, SessionEnd.Deactivated))]);
}

public sealed record StatusIsOver() : Refusal.Invalid("user.status-over", "A status ends in the future.", "until");
