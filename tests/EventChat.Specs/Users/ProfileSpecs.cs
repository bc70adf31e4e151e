using EventChat.Commands.Users;
using EventChat.Events.Users;
using EventChat.Specs.Support;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Users;

public class ProfileSpecs
{
    private static readonly Past Registered = new UserRegistered("ada", "Ada", "ada@example.org");

    [Fact]
    public void Only_what_changes_is_recorded() =>
        Given<User>(Registered, new ProfileChanged(TimeZone: "Europe/London"))
            .When(new ChangeProfile(Ada, "Ada King", null, "Europe/London"), by: Ada)
            .Then(new ProfileChanged("Ada King"));

    [Fact]
    public void What_is_so_already_changes_nothing() =>
        Given<User>(Registered).When(new ChangeProfile(Ada, "Ada", null, ""), by: Ada).ThenNothing();

    [Fact]
    public void A_closed_account_changes_no_more()
    {
        Given<User>(Registered, new UserDeactivated()).When(new ChangeProfile(Ada, "Ada King", null, null), by: Ada).ThenRefused(new AccountNotFound(Ada));
        Given<User>(Registered, new UserDeactivated()).When(new SetStatus(Ada, "Away", "", null), by: Ada).ThenRefused(new AccountNotFound(Ada));
    }

    [Fact]
    public void A_status_is_said_once_and_ends_in_the_future()
    {
        Given<User>(Registered).When(new SetStatus(Ada, "Tea", "🍵", Noon.AddHours(1)), by: Ada).Then(new StatusChanged("Tea", "🍵", Noon.AddHours(1)));
        Given<User>(Registered, new StatusChanged("Tea", "🍵")).When(new SetStatus(Ada, "Tea", "🍵", null), by: Ada).ThenNothing();
        Given<User>(Registered).When(new SetStatus(Ada, "Tea", "🍵", Noon), by: Ada).ThenRefused(new StatusIsOver());
    }
}
