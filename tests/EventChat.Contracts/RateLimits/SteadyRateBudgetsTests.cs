using EventChat.Adapters.RateLimits;
using EventChat.Contracts.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace EventChat.Contracts.RateLimits;

/// <summary>Shared budgets that come and go.</summary>
public sealed class SteadyRateBudgetsTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly FakeTimeProvider clock = new();
    private readonly Moody shared = new();
    private readonly Lines log = new();
    private readonly TestMeters meters = new();
    private readonly SteadyRateBudgets budgets;

    public SteadyRateBudgetsTests() => budgets = new(shared, new InMemoryRateBudgets(clock), clock, new(meters), log);

    public void Dispose() => meters.Dispose();

    [Fact]
    public async Task While_they_are_away_the_node_counts_alone_and_says_so_once()
    {
        shared.IsAway = true;

        var answers = new List<bool>();
        for (var i = 0; i < 5; i++)
        {
            answers.Add((await Spend()).Allowed);
            clock.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal([true, true, true, false, false], answers);
        Assert.Equal(LogLevel.Warning, Assert.Single(log.Levels));
    }

    [Fact]
    public async Task Nobody_waits_for_them_again_within_the_second_and_then_only_one_does()
    {
        shared.IsAway = true;
        await Spend();
        for (var i = 0; i < 50; i++) await Spend();
        Assert.Equal(1, shared.Asked);

        clock.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 50; i++) await Spend();

        Assert.Equal(2, shared.Asked);
    }

    [Fact]
    public async Task When_they_are_back_they_count_again_and_the_next_outage_is_said_anew()
    {
        shared.IsAway = true;
        await Spend();
        shared.IsAway = false;
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(99, (await Spend()).Remaining);
        Assert.Equal(98, (await Spend()).Remaining);
        shared.IsAway = true;
        await Spend();

        Assert.Equal([LogLevel.Warning, LogLevel.Information, LogLevel.Warning], log.Levels);
    }

    [Fact]
    public async Task A_server_that_is_not_there_costs_no_more_than_its_patience()
    {
        await using var nowhere = RedisRateBudgets.Connect("127.0.0.1:1,connectTimeout=200");
        var alone = new SteadyRateBudgets(nowhere, new InMemoryRateBudgets(clock), TimeProvider.System, new(meters), log);
        var begun = TimeProvider.System.GetTimestamp();

        for (var i = 0; i < 100; i++) Assert.True((await alone.Spend("messages:ada", 1000, Minute, CancellationToken.None)).Allowed);

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.Single(log.Levels);
    }

    private ValueTask<Spent> Spend() => budgets.Spend("messages:ada", shared.IsAway ? 3 : 100, Minute, CancellationToken.None);

    private sealed class Moody : IRateBudgets
    {
        private int spent;

        public bool IsAway { get; set; }
        public int Asked { get; private set; }

        public ValueTask<Spent> Spend(string key, int limit, TimeSpan window, CancellationToken ct)
        {
            Asked++;
            return IsAway ? throw new TimeoutException() : new(new Spent(true, limit - ++spent, window));
        }
    }

    private sealed class Lines : ILogger<SteadyRateBudgets>
    {
        public List<LogLevel> Levels { get; } = [];
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Levels.Add(logLevel);
    }
}
