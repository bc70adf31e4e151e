using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Users;

namespace EventChat.Commands.Users;

public sealed class User : IState<User>
{
    public bool Exists { get; private set; }
    public string Username { get; private set; } = "";
    public string DisplayName { get; private set; } = "";
    public string Email { get; private set; } = "";
    public DateTimeOffset RegisteredAt { get; private set; }

    public static User Initial() => new();

    public void Apply(DomainEvent @event, UserId actor, long version, DateTimeOffset at)
    {
        if (@event is UserRegistered e)
            (Exists, Username, DisplayName, Email, RegisteredAt) = (true, e.Username, e.DisplayName, e.Email, at);
    }
}

public sealed record RegisterUser(UserId UserId, string Username, string DisplayName, string Email) : ICommand<User>
{
    public StreamName Stream => StreamName.For(UserId);

    public Decision Decide(User user, CommandContext context) =>
        user.Exists ? Decision.AlreadyDone(1) : new UserRegistered(Username, DisplayName, Email);

    public bool Repeats(DomainEvent first) => first == new UserRegistered(Username, DisplayName, Email);
}

public sealed record UsernameTaken(string Username) : Refusal.Conflict("user.username-taken", $"The username '{Username}' is taken.");

public sealed record EmailTaken() : Refusal.Conflict("user.email-taken", "There is an account with this e-mail address already; sign in instead.");
