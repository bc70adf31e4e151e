using System.Collections.Concurrent;

namespace EventChat.Adapters.RateLimits;

/// <summary>The budgets of one node. Those who have been idle for a window are forgotten while others come, so that memory is bounded by who is active.</summary>
public sealed class InMemoryRateBudgets(TimeProvider clock) : IRateBudgets
{
    private const int MaxKept = 100_000, SmallestSweep = 1024;
    private readonly ConcurrentDictionary<string, Budget> budgets = new(StringComparer.Ordinal);
    private readonly Lock sweeping = new();
    private readonly long begun = clock.GetTimestamp();
    private int untilSweep = SmallestSweep;

    /// <summary>How many are remembered.</summary>
    public int Kept => budgets.Count;

    private long Now => clock.GetElapsedTime(begun).Ticks;

    public ValueTask<Spent> Spend(string key, int limit, TimeSpan window, CancellationToken ct)
    {
        while (true)
        {
            if (!budgets.TryGetValue(key, out var budget))
            {
                if (Interlocked.Decrement(ref untilSweep) < 0) Sweep();
                budget = budgets.GetOrAdd(key, static _ => new());
            }

            if (budget.Spend(Now, limit, window.Ticks) is { } spent) return ValueTask.FromResult(spent);
        }
    }

    /// <summary>After as many newcomers as there were left, so that a newcomer pays for two at most.</summary>
    private void Sweep()
    {
        if (!sweeping.TryEnter()) return;
        try
        {
            foreach (var (key, budget) in budgets)
                if (budget.Close(Now)) budgets.TryRemove(key, out _);
            // More are active than anybody has members: somebody plays with addresses, and memory matters more than their budgets.
            if (budgets.Count > MaxKept)
                foreach (var (key, budget) in budgets.Take(budgets.Count - (MaxKept / 2)))
                    if (budget.Close(long.MaxValue)) budgets.TryRemove(key, out _);
            Volatile.Write(ref untilSweep, Math.Clamp(budgets.Count, SmallestSweep, MaxKept));
        }
        finally
        {
            sweeping.Exit();
        }
    }

    private sealed class Budget
    {
        private readonly Queue<long> times = new();
        private readonly Lock turn = new();
        private long idleFrom;
        private bool isClosed;

        /// <returns>Null where it was forgotten in the meantime.</returns>
        public Spent? Spend(long now, int limit, long window)
        {
            lock (turn)
            {
                if (isClosed) return null;
                while (times.TryPeek(out var oldest) && now - oldest >= window) times.Dequeue();
                var isAllowed = times.Count < limit;
                if (isAllowed)
                {
                    times.Enqueue(now);
                    idleFrom = now + window;
                }

                return new Spent(isAllowed, Math.Max(0, limit - times.Count), TimeSpan.FromTicks(window - (now - times.Peek())));
            }
        }

        public bool Close(long now)
        {
            lock (turn) return isClosed = now >= idleFrom;
        }
    }
}
