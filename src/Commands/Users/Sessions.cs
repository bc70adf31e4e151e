using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Users;

namespace EventChat.Commands.Users;

/// <summary>After the password was found to be right. Where too many are open, the oldest ends.</summary>
public sealed record OpenNewSession(UserId UserId, SessionId SessionId, string Device, string Address) : ICommand<User>
{
    public StreamName Stream => StreamName.For(UserId);

    public Decision Decide(User user, CommandContext context)
    {
        if (!user.Exists || user.IsDeactivated) return new AccountNotFound(UserId);
        var opened = new SessionOpened(SessionId, Device, Address);
        return user.Sessions.Count < User.MaxSessions
            ? opened
            : Decision.Many(new SessionEnded(user.Sessions[0].Id, SessionEnd.Superseded), opened);
    }
}

public sealed record EndSession(UserId UserId, SessionId SessionId, SessionEnd Reason) : ICommand<User>
{
    public StreamName Stream => StreamName.For(UserId);

    public Decision Decide(User user, CommandContext context) =>
        user.HasSession(SessionId) ? new SessionEnded(SessionId, Reason) : new SessionNotFound(SessionId);
}

/// <summary>Ends all other sessions, so that whoever knew the old password is out.</summary>
public sealed record ChangePassword(UserId UserId) : ICommand<User>
{
    public StreamName Stream => StreamName.For(UserId);

    public Decision Decide(User user, CommandContext context) => !user.Exists || user.IsDeactivated
        ? new AccountNotFound(UserId)
        : Decision.Many([
            new PasswordChanged(),
            .. user.Sessions.Where(s => s.Id != context.Caller.Session).Select(static s => new SessionEnded(s.Id, SessionEnd.PasswordChanged))]);
}

/// <summary>Also said of sessions that have ended, and of those of somebody else.</summary>
public sealed record SessionNotFound(SessionId Id) : Refusal.NotFound("session.not-found", $"You have no open session {Id}.");
