using System.Diagnostics;
using EventChat.Adapters.RateLimits;

namespace EventChat.Contracts.RateLimits;

/// <summary>What budgets must do, wherever they are kept.</summary>
public abstract class RateBudgetsContract
{
    protected static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(600);

    /// <summary>One of its own for each test.</summary>
    protected string Key { get; } = $"messages:{Guid.CreateVersion7():n}";

    protected abstract IRateBudgets Budgets { get; }

    [Fact]
    public async Task Each_one_leaves_one_less_and_the_last_leaves_none()
    {
        Assert.Equal([(true, 2), (true, 1), (true, 0), (false, 0), (false, 0)], await Spend(5, limit: 3));
    }

    [Fact]
    public async Task Another_key_has_another_budget()
    {
        await Spend(4, limit: 3);

        Assert.Equal((true, 2), Brief(await Budgets.Spend($"{Key}x", 3, Minute, CancellationToken.None)));
    }

    [Fact]
    public async Task A_larger_limit_looks_at_the_same_past()
    {
        await Spend(4, limit: 3);

        Assert.Equal((true, 2), Brief(await Budgets.Spend(Key, 6, Minute, CancellationToken.None)));
        Assert.Equal((false, 0), Brief(await Budgets.Spend(Key, 3, Minute, CancellationToken.None)));
    }

    [Fact]
    public async Task Reset_counts_down_to_when_the_oldest_stops_counting()
    {
        var first = await Budgets.Spend(Key, 2, Minute, CancellationToken.None);
        await Task.Delay(300);
        var second = await Budgets.Spend(Key, 2, Minute, CancellationToken.None);
        var refused = await Budgets.Spend(Key, 2, Minute, CancellationToken.None);

        Assert.Equal(Minute, first.Reset);
        Assert.InRange(second.Reset, Minute - TimeSpan.FromSeconds(5), Minute - TimeSpan.FromMilliseconds(290));
        Assert.InRange(refused.Reset, Minute - TimeSpan.FromSeconds(5), second.Reset);
    }

    [Fact]
    public async Task The_window_slides_what_was_spent_comes_back_one_by_one_and_not_all_at_once()
    {
        var begun = Stopwatch.GetTimestamp();
        await Budgets.Spend(Key, 2, Window, CancellationToken.None);
        await Task.Delay(Window / 2);
        await Budgets.Spend(Key, 2, Window, CancellationToken.None);
        var second = Stopwatch.GetTimestamp();
        var left = Window - Stopwatch.GetElapsedTime(begun) + TimeSpan.FromMilliseconds(30);
        if (left > TimeSpan.Zero) await Task.Delay(left);

        var afterTheFirst = await Budgets.Spend(Key, 2, Window, CancellationToken.None);
        var another = await Budgets.Spend(Key, 2, Window, CancellationToken.None);

        // A machine that was too slow for this has proved nothing.
        if (Stopwatch.GetElapsedTime(second) >= Window) return;
        Assert.Equal((true, 0), Brief(afterTheFirst));
        Assert.Equal((false, 0), Brief(another));
    }

    [Fact]
    public async Task What_was_refused_does_not_count()
    {
        await Budgets.Spend(Key, 1, Window, CancellationToken.None);
        Spent spent;
        var begun = Stopwatch.GetTimestamp();
        do
        {
            await Task.Delay(20);
            spent = await Budgets.Spend(Key, 1, Window, CancellationToken.None);
        }
        while (!spent.Allowed && Stopwatch.GetElapsedTime(begun) < Window * 10);

        Assert.True(spent.Allowed);
    }

    [Fact]
    public async Task Of_many_at_once_exactly_the_limit_passes()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () => await Budgets.Spend(Key, 37, Minute, CancellationToken.None))));

        Assert.Equal(37, answers.Count(static a => a.Allowed));
        Assert.Equal(Enumerable.Range(0, 37), answers.Where(static a => a.Allowed).Select(static a => a.Remaining).Order());
    }

    protected async Task<List<(bool, int)>> Spend(int times, int limit)
    {
        List<(bool, int)> answers = [];
        for (var i = 0; i < times; i++) answers.Add(Brief(await Budgets.Spend(Key, limit, Minute, CancellationToken.None)));
        return answers;
    }

    private static (bool, int) Brief(Spent spent) => (spent.Allowed, spent.Remaining);
}
