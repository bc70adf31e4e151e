using EventChat.Commands.Handling;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Users;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Users;

public class SessionSpecs
{
    private static readonly SessionId Desk = Id.Parse<SessionId>("S0000000000000000000000DESK"), Phone = Id.Parse<SessionId>("S000000000000000000000PH0NE");
    private static readonly Past Registered = new UserRegistered("ada", "Ada", "ada@example.org");
    private static readonly Past AtDesk = new SessionOpened(Desk, "desk", "192.0.2.1"), OnPhone = new SessionOpened(Phone, "phone", "192.0.2.2");

    [Fact]
    public void Signing_in_opens_a_session() =>
        Given<User>(Registered).When(new OpenNewSession(Ada, Desk, "desk", "192.0.2.1"), by: Ada).Then(new SessionOpened(Desk, "desk", "192.0.2.1"));

    [Fact]
    public void One_session_too_many_ends_the_oldest()
    {
        var sessions = Enumerable.Range(0, User.MaxSessions).Select(static _ => SessionId.New()).ToList();
        Given<User>([Registered, .. sessions.Select(static s => (Past)new SessionOpened(s, "", ""))])
            .When(new OpenNewSession(Ada, Desk, "", ""), by: Ada)
            .Then(new SessionEnded(sessions[0], SessionEnd.Superseded), new SessionOpened(Desk, "", ""));
    }

    [Fact]
    public void Nobody_signs_in_to_an_account_that_is_not_there_or_was_closed()
    {
        Given<User>().When(new OpenNewSession(Ada, Desk, "", ""), by: Ada).ThenRefused(new AccountNotFound(Ada));
        Given<User>(Registered, new UserDeactivated()).When(new OpenNewSession(Ada, Desk, "", ""), by: Ada).ThenRefused(new AccountNotFound(Ada));
    }

    [Fact]
    public void An_open_session_ends_once()
    {
        Given<User>(Registered, AtDesk).When(new EndSession(Ada, Desk, SessionEnd.SignedOut), by: Ada).Then(new SessionEnded(Desk, SessionEnd.SignedOut));
        Given<User>(Registered, AtDesk, new SessionEnded(Desk, SessionEnd.Revoked))
            .When(new EndSession(Ada, Desk, SessionEnd.SignedOut), by: Ada)
            .ThenRefused(new SessionNotFound(Desk));
    }

    [Fact]
    public void A_new_password_ends_all_other_sessions()
    {
        var decision = new ChangePassword(Ada).Decide(Given<User>(Registered, AtDesk, OnPhone).State, new(new Caller(Ada, Phone), Noon));

        Assert.Equal([new PasswordChanged(), new SessionEnded(Desk, SessionEnd.PasswordChanged)], decision.Events);
    }

    [Fact]
    public void A_closed_account_has_no_password_to_change() =>
        Given<User>(Registered, new UserDeactivated()).When(new ChangePassword(Ada), by: Ada).ThenRefused(new AccountNotFound(Ada));

    [Fact]
    public void Closing_an_account_ends_every_session_and_is_done_once()
    {
        Given<User>(Registered, AtDesk, OnPhone)
            .When(new DeactivateUser(Ada), by: Ada)
            .Then(new UserDeactivated(), new SessionEnded(Desk, SessionEnd.Deactivated), new SessionEnded(Phone, SessionEnd.Deactivated));
        Given<User>(Registered, new UserDeactivated()).When(new DeactivateUser(Ada), by: Ada).ThenNothing();
        Given<User>().When(new DeactivateUser(Ada), by: Ada).ThenRefused(new AccountNotFound(Ada));
    }
}
