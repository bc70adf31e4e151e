using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Users;

namespace EventChat.Commands.Users;

/// <param name="Bot">For the bot of an app; null for people.</param>
public sealed record RegisterUser(UserId UserId, string Username, string DisplayName, string Email, BotOf? Bot = null) : ICommand<User>
{
    public StreamName Stream => StreamName.For(UserId);

    public Decision Decide(User user, CommandContext context) =>
        user.Exists ? Decision.AlreadyDone(1) : new UserRegistered(Username, DisplayName, Email, Bot);

    public bool Repeats(DomainEvent first) => first == new UserRegistered(Username, DisplayName, Email, Bot);
}

public sealed record UsernameTaken(string Username) : Refusal.Conflict("user.username-taken", $"The username '{Username}' is taken.");

public sealed record EmailTaken() : Refusal.Conflict("user.email-taken", "There is an account with this e-mail address already; sign in instead.");

/// <summary>Also said of an account that was closed.</summary>
public sealed record AccountNotFound(UserId Id) : Refusal.NotFound("account.not-found", $"There is no account {Id}.");
