using EventChat.Events;
using EventChat.Events.Privacy;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using static EventChat.Contracts.Support.Logs;

namespace EventChat.Contracts.Privacy;

/// <summary>What every keyring must do. One subclass per adapter; no adapter is exempt from a fact.</summary>
public abstract class KeyringContract
{
    private const int May = 203005, June = 203006;
    private readonly UserId bob = UserId.New();
    private readonly StreamName stream = NewStream(), other = NewStream();

    internal abstract Task<IKeyring> Open();

    [Fact]
    public async Task What_one_wrote_is_read_with_the_same_key()
    {
        var keys = await Open();
        var (generation, key) = await keys.ForWriting(Ada, stream, May, default);
        Assert.Equal(1, generation);
        Assert.Equal(key.Value.ToArray(), (await Read(keys, Ada, stream, May))!.Value.ToArray());
        Assert.Equal(key.Value.ToArray(), (await keys.ForWriting(Ada, stream, May, default)).Key.Value.ToArray());
    }

    [Fact]
    public async Task Each_author_stream_and_month_has_a_key_of_its_own()
    {
        var keys = await Open();
        HashSet<string> seen = [];
        foreach (var author in (UserId[])[Ada, bob])
            foreach (var of in (StreamName[])[stream, other])
                foreach (var month in (int[])[0, May, June]) Assert.True(seen.Add(Convert.ToHexString((await keys.ForWriting(author, of, month, default)).Key.Value)));
    }

    [Fact]
    public async Task An_authors_keys_are_destroyed_where_they_are_named_and_nowhere_else()
    {
        var keys = await Open();
        foreach (var of in (StreamName[])[stream, other])
            foreach (var author in (UserId[])[Ada, bob]) await keys.ForWriting(author, of, May, default);
        await keys.DestroyAuthor(Ada, [stream], default);
        Assert.Null(await Read(keys, Ada, stream, May));
        Assert.NotNull(await Read(keys, Ada, other, May));
        Assert.NotNull(await Read(keys, bob, stream, May));
        await keys.DestroyAuthor(Ada, [stream], default);
        Assert.Null(await Read(keys, Ada, stream, May));
    }

    [Fact]
    public async Task Whoever_comes_back_writes_under_a_new_key()
    {
        var keys = await Open();
        await keys.ForWriting(Ada, stream, May, default);
        await keys.DestroyAuthor(Ada, [stream], default);
        var (generation, _) = await keys.ForWriting(Ada, stream, May, default);
        Assert.Equal(2, generation);
        Assert.Null(await Read(keys, Ada, stream, May));
        Assert.NotNull(await Read(keys, Ada, stream, May, generation));
    }

    [Fact]
    public async Task A_month_is_destroyed_for_everybody_and_for_ever()
    {
        var keys = await Open();
        foreach (var author in (UserId[])[Ada, bob])
            foreach (var month in (int[])[May, June]) await keys.ForWriting(author, stream, month, default);
        await keys.DestroyMonths(stream, [May], default);
        Assert.Null(await Read(keys, Ada, stream, May));
        Assert.Null(await Read(keys, bob, stream, May));
        Assert.NotNull(await Read(keys, bob, stream, June));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await keys.ForWriting(UserId.New(), stream, May, default));
    }

    [Fact]
    public async Task A_key_that_never_was_is_no_key_that_is_gone() =>
        await Assert.ThrowsAsync<EventContractException>(async () => await Read(await Open(), UserId.New(), stream, May));

    [Fact]
    public async Task Many_who_begin_at_once_get_one_key()
    {
        var keys = await Open();
        var made = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => (await keys.ForWriting(Ada, other, June, default)).Key.Value.ToArray())));
        Assert.Single(made.Select(Convert.ToHexString).Distinct());
    }

    private static ValueTask<ContentKey?> Read(IKeyring keys, UserId author, StreamName stream, int month, byte generation = 1) =>
        keys.ForReading(new(author, stream, month, generation), default);
}
