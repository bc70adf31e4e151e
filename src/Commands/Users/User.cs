using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Privacy;
using EventChat.Events.Users;

namespace EventChat.Commands.Users;

/// <summary>An account and the sessions that are open.</summary>
public sealed class User : IState<User>
{
    /// <summary>One more ends the oldest.</summary>
    public const int MaxSessions = 100;

    private readonly List<OpenSession> sessions = [];

    public bool Exists { get; private set; }
    public bool IsDeactivated { get; private set; }
    public bool IsErased { get; private set; }

    /// <summary>Null for people.</summary>
    public BotOf? Bot { get; private set; }
    public string Username { get; private set; } = "";
    public string DisplayName { get; private set; } = "";
    public string Email { get; private set; } = "";
    public string AvatarUrl { get; private set; } = "";
    public string TimeZone { get; private set; } = "";
    public StatusChanged Status { get; private set; } = new("", "");
    public DateTimeOffset RegisteredAt { get; private set; }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<OpenSession> Sessions => sessions;
    public long Bytes => 512 + sessions.Count * 400L;

    public static User Initial() => new();

    public bool HasSession(SessionId id) => sessions.Exists(s => s.Id == id);

    public void Apply(DomainEvent @event, UserId actor, long version, DateTimeOffset at)
    {
        switch (@event)
        {
            case UserRegistered e: (Exists, Username, DisplayName, Email, Bot, RegisteredAt) = (true, e.Username, e.DisplayName, e.Email, e.Bot, at); break;
            case ProfileChanged e: (DisplayName, AvatarUrl, TimeZone) = (e.DisplayName ?? DisplayName, e.AvatarUrl ?? AvatarUrl, e.TimeZone ?? TimeZone); break;
            case StatusChanged e: Status = e; break;
            case SessionOpened e: sessions.Add(new(e.SessionId, e.Device, e.Address, at)); break;
            case SessionEnded e: sessions.RemoveAll(s => s.Id == e.SessionId); break;
            case UserDeactivated: IsDeactivated = true; break;
            case UserErased: (IsErased, Username, DisplayName, Email, AvatarUrl, TimeZone, Status) = (true, "", "", "", "", "", new("", "")); break;
        }
    }
}

public sealed record OpenSession(SessionId Id, string Device, string Address, DateTimeOffset OpenedAt);
