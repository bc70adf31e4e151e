using EventChat.Events;
using EventChat.Realtime.Typing;

namespace EventChat.Contracts.Typing;

/// <summary>What is told of who is typing, whatever it travels by.</summary>
public abstract class TypingContract
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ChannelId general = ChannelId.New();

    protected abstract ITyping Typing { get; }

    /// <summary>The same, as another node sees it.</summary>
    protected abstract ITyping Elsewhere { get; }

    [Fact]
    public async Task Every_node_hears_it_as_it_was_told_and_in_order()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var (here, there) = (Listen(Typing, patience.Token), Listen(Elsewhere, patience.Token));
        List<Typist> told = [];
        while (!here.IsCompleted || !there.IsCompleted)
        {
            var typist = new Typist(told.Count % 3 == 0 ? general with { IsDirect = true } : general, UserId.New(), told.Count % 2 == 0 ? null : told.Count, Noon.AddMilliseconds(told.Count));
            told.Add(typist);
            await (told.Count % 2 == 0 ? Typing : Elsewhere).Tell(typist, default);
            await Task.Delay(5);
        }

        foreach (var heard in (List<Typist>[])[await here, await there])
        {
            var from = told.IndexOf(heard[0]);
            Assert.True(from >= 0, $"Nobody told of {heard[0]}.");
            Assert.Equal(told.Skip(from).Take(heard.Count), heard);
        }
    }

    private async Task<List<Typist>> Listen(ITyping typing, CancellationToken ct)
    {
        List<Typist> heard = [];
        await foreach (var typist in typing.Hear(ct))
        {
            if (typist.ChannelId.Value == general.Value) heard.Add(typist);
            if (heard.Count == 20) break;
        }

        return heard;
    }
}

public sealed class InMemoryTypingTests : TypingContract
{
    private readonly Adapters.Typing.InMemoryTyping memory = new();

    protected override ITyping Typing => memory;
    protected override ITyping Elsewhere => memory;
}
