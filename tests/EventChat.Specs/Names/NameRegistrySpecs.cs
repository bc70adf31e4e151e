using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Commands.Users;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Specs.Support;
using Microsoft.Extensions.Time.Testing;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Names;

public sealed class NameRegistrySpecs : IDisposable
{
    private static readonly Refusal Taken = new UsernameTaken("ada");
    private readonly FakeTimeProvider clock = new(Noon);
    private readonly Node node;
    private readonly NameRegistry names;

    public NameRegistrySpecs()
    {
        var log = Node.NewLog();
        node = new(log, clock: clock);
        names = new(node.Commands, log, clock);
    }

    public void Dispose() => node.Dispose();

    [Fact]
    public async Task A_name_is_had_once()
    {
        Assert.Null(await Take(Ada));
        Assert.Null(await Take(Ada));
        Assert.Equal(Taken, await Take(Bob));
        Assert.Equal(Taken, await Take(Bob, "ADA"));
        Assert.Null(await Take(Bob, "bob"));
    }

    [Fact]
    public async Task Of_many_at_once_one_has_it()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Task.Run(() => Take(UserId.New()))));

        Assert.Single(outcomes, static o => o is null);
        Assert.Equal(29, outcomes.Count(static o => o == Taken));
    }

    [Fact]
    public async Task A_name_whose_maker_died_before_making_the_thing_is_free_after_a_minute()
    {
        await Take(Ada);
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(Taken, await Take(Bob));

        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Null(await Take(Bob));
        Assert.Equal(Taken, await Take(Mallory));
    }

    [Fact]
    public async Task A_name_whose_thing_was_made_stays_taken()
    {
        await Take(Ada);
        await node.Commands.Handle(new RegisterUser(Ada, "ada", "Ada", "ada@example.org"), As(Ada));
        clock.Advance(TimeSpan.FromDays(400));

        Assert.Equal(Taken, await Take(Bob));
    }

    [Fact]
    public async Task A_name_that_was_let_go_is_free_and_only_its_owner_lets_it_go()
    {
        await Take(Ada);
        await names.Release("username", "ada", Bob.ToString(), As(Bob), CancellationToken.None);
        Assert.Equal(Taken, await Take(Bob));

        await names.Release("username", "Ada", Ada.ToString(), As(Ada), CancellationToken.None);

        Assert.Null(await Take(Bob));
    }

    [Fact]
    public void Kinds_do_not_meet() => Assert.NotEqual(
        NameReservation.StreamOf("username", "ada"), NameReservation.StreamOf($"channel {Home}", "ada"));

    private Task<Refusal?> Take(UserId user, string name = "ada") =>
        names.Take("username", name, user.ToString(), StreamName.For(user), Taken, As(user), CancellationToken.None);
}
