using EventChat.Adapters.Jobs;
using Microsoft.Extensions.Time.Testing;
using Polly.CircuitBreaker;

namespace EventChat.Contracts.Jobs;

/// <summary>Whoever is away is left alone for a while, and nobody else is.</summary>
public sealed class CircuitsTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly Circuits circuits;
    private int asked;

    public CircuitsTests() => circuits = new(clock);

    [Fact]
    public async Task Whoever_is_away_is_asked_again_only_after_some_seconds()
    {
        for (var i = 0; i < 4; i++) await Assert.ThrowsAsync<IOException>(() => Ask("mail", new IOException()));
        for (var i = 0; i < 100; i++) await Assert.ThrowsAnyAsync<BrokenCircuitException>(() => Ask("mail", null));
        Assert.Equal(4, asked);
        await Ask("push.example.org", null);

        clock.Advance(TimeSpan.FromSeconds(11));
        await Assert.ThrowsAsync<IOException>(() => Ask("mail", new IOException()));
        await Assert.ThrowsAnyAsync<BrokenCircuitException>(() => Ask("mail", null));
        clock.Advance(TimeSpan.FromSeconds(11));
        for (var i = 0; i < 10; i++) await Ask("mail", null);

        Assert.Equal(4 + 1 + 1 + 10, asked);
    }

    [Fact]
    public async Task Whoever_answers_is_there_whatever_they_say()
    {
        for (var i = 0; i < 100; i++) await Assert.ThrowsAsync<InvalidOperationException>(() => Ask("mail", new InvalidOperationException()));

        Assert.Equal(100, asked);
    }

    [Fact]
    public async Task More_than_can_be_remembered_are_asked_as_if_they_were_there()
    {
        for (var i = 0; i < 1_000; i++) await Ask($"{i}", null);
        for (var i = 0; i < 10; i++) await Assert.ThrowsAsync<IOException>(() => Ask("one more", new IOException()));

        Assert.Equal(1_010, asked);
    }

    private Task Ask(string whom, Exception? error) => circuits.Ask(whom, static e => e is IOException, _ =>
    {
        asked++;
        return error is null ? Task.CompletedTask : Task.FromException(error);
    }, CancellationToken.None);
}
