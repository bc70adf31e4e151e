using EventChat.Commands.Handling;
using EventChat.Commands.Users;
using EventChat.Events.Users;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Users;

public class RegisterUserSpecs
{
    private static readonly RegisterUser AdaRegisters = new(Ada, "ada", "Ada Lovelace", "ada@example.org");

    [Fact]
    public void A_person_registers() =>
        Given<User>()
            .When(AdaRegisters, by: Ada, role: null)
            .Then(new UserRegistered("ada", "Ada Lovelace", "ada@example.org"));

    [Fact]
    public void A_repeat_gets_the_answer_of_the_first() =>
        Given<User>(new UserRegistered("ada", "Ada Lovelace", "ada@example.org"))
            .When(AdaRegisters, by: Ada, role: null)
            .ThenRepeats(version: 1);

    [Fact]
    public void It_repeats_only_what_has_the_same_body()
    {
        ICommand<User> command = AdaRegisters;

        Assert.True(command.Repeats(new UserRegistered("ada", "Ada Lovelace", "ada@example.org")));
        Assert.False(command.Repeats(new UserRegistered("ada", "Ada", "ada@example.org")));
        Assert.False(command.Repeats(new UserRegistered("ada", "Ada Lovelace", "ada@example.com")));
    }
}
