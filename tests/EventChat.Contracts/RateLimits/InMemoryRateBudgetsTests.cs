using EventChat.Adapters.RateLimits;
using Microsoft.Extensions.Time.Testing;

namespace EventChat.Contracts.RateLimits;

public sealed class InMemoryRateBudgetsTests : RateBudgetsContract
{
    protected override IRateBudgets Budgets { get; } = new InMemoryRateBudgets(TimeProvider.System);

    [Fact]
    public async Task To_the_tick_a_minute_later_it_is_there_again()
    {
        var clock = new FakeTimeProvider();
        var budgets = new InMemoryRateBudgets(clock);
        await budgets.Spend(Key, 1, Minute, CancellationToken.None);

        clock.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.Equal(new(false, 0, TimeSpan.FromTicks(1)), await budgets.Spend(Key, 1, Minute, CancellationToken.None));
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(new(true, 0, Minute), await budgets.Spend(Key, 1, Minute, CancellationToken.None));
    }

    [Fact]
    public async Task Those_who_were_idle_for_a_window_are_forgotten_and_those_who_were_not_are_kept()
    {
        var clock = new FakeTimeProvider();
        var budgets = new InMemoryRateBudgets(clock);
        for (var minute = 0; minute < 20; minute++)
        {
            for (var i = 0; i < 1000; i++) await budgets.Spend($"sign-in:{minute}.{i}", 10, Minute, CancellationToken.None);
            await budgets.Spend(Key, 100, Minute * 60, CancellationToken.None);
            clock.Advance(Minute);
        }

        Assert.InRange(budgets.Kept, 1, 4000);
        Assert.Equal(100 - 21, (await budgets.Spend(Key, 100, Minute * 60, CancellationToken.None)).Remaining);
    }

    [Fact]
    public async Task A_flood_of_addresses_does_not_fill_the_memory()
    {
        for (var i = 0; i < 400_000; i++) await Budgets.Spend($"sign-in:{i}", 10, Minute, CancellationToken.None);

        Assert.InRange(((InMemoryRateBudgets)Budgets).Kept, 1, 110_000);
    }
}
