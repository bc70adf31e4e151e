using System.Text;
using EventChat.Contracts.Support;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using static EventChat.Contracts.Support.Logs;

namespace EventChat.Contracts.EventStores;

/// <summary>What every log promises to those who write.</summary>
public abstract class AppendContract : IAsyncLifetime
{
    internal IEventStore Store { get; private set; } = null!;

    /// <summary>An empty log, whose tail holds few events.</summary>
    internal abstract Task<IEventStore> Open();

    public async Task InitializeAsync() => Store = await Open();

    public virtual Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Reads_back_what_was_appended_in_order_and_byte_for_byte()
    {
        var stream = NewStream();
        var context = new EventContext(Ada, SessionId.New(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var at = Noon.AddTicks(1234567);
        NewEvent[] events = [Said("Hello"), Said("\0 \ud83d\udc4b\ud83c\udffd \"quoted\" \\ 漢字", 2) with { Context = context, At = at }];

        var recorded = await Store.Append(stream, 0, events);
        var read = await Store.Read(stream);

        Assert.Equal(recorded.Select(Printed), read.Select(Printed));
        Assert.Equal(events.Select(static e => (e.Id, e.Context, e.Event)), read.Select(static e => (e.Id, e.Context, e.Event)));
        Assert.Equal([1L, 2L], read.Select(static e => e.Version));
        Assert.All(read, e => Assert.Equal((stream, "message.sent", Ada), (e.Stream, e.Type, e.Actor)));
        Assert.Equal(at.AddTicks(-7), read[1].RecordedAt);
        Assert.Equal("""{"number":1,"text":"Hello"}""", Encoding.UTF8.GetString(read[0].Opened.Span));
    }

    [Fact]
    public async Task What_people_wrote_is_sealed_before_it_is_hashed_and_stored()
    {
        var stream = NewStream();
        await Store.Append(stream, 0, Said("Hello"));
        var read = Assert.Single(await Store.Read(stream));
        Assert.StartsWith("{\"number\":1,\"text\":{\"sealed\":\"", Encoding.UTF8.GetString(read.Data.Span), StringComparison.Ordinal);
        Assert.Equal(HashChain.Next(HashChain.Genesis.Span, read), read.Hash.ToArray());
    }

    [Fact]
    public async Task A_local_time_is_recorded_as_the_same_moment()
    {
        var recorded = await Store.Append(NewStream(), 0, Said("Hello") with { At = Noon.ToOffset(TimeSpan.FromHours(5.5)) });

        Assert.Equal((Noon, TimeSpan.Zero), (recorded[0].RecordedAt, recorded[0].RecordedAt.Offset));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Refuses_to_append_to_a_stream_that_is_elsewhere(long expected)
    {
        var stream = NewStream();
        await Store.Append(stream, 0, Said("one", "two"));

        var error = await Assert.ThrowsAsync<WrongExpectedVersionException>(() => Store.Append(stream, expected, Said("three", "four")));

        Assert.Equal(2, error.Actual);
        Assert.Equal(["one", "two"], (await Store.Read(stream)).Texts());
    }

    [Fact]
    public async Task A_stream_that_must_be_there_is_not_made()
    {
        var stream = NewStream();

        var error = await Assert.ThrowsAsync<WrongExpectedVersionException>(() => Store.Append(stream, 1, Said("Hello")));

        Assert.Equal(0, error.Actual);
        Assert.Empty(await Store.Read(stream));
    }

    [Fact]
    public async Task After_a_conflict_the_right_version_is_taken()
    {
        var stream = NewStream();
        await Store.Append(stream, 0, Said("one"));
        var error = await Assert.ThrowsAsync<WrongExpectedVersionException>(() => Store.Append(stream, 5, Said("two")));

        await Store.Append(stream, error.Actual, Said("two"));

        Assert.Equal(["one", "two"], (await Store.Read(stream)).Texts());
    }

    [Fact]
    public async Task Of_many_writers_at_once_one_wins()
    {
        var stream = NewStream();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(async writer =>
        {
            try { return Assert.Single(await Store.Append(stream, 0, Said($"{writer}"))); }
            catch (WrongExpectedVersionException) { return null; }
        }));

        var winner = Assert.Single(outcomes, static o => o is not null);
        Assert.Equal(Printed(winner!), Printed(Assert.Single(await Store.Read(stream))));
    }

    [Fact]
    public async Task A_conflict_among_many_appends_fails_only_itself()
    {
        var taken = NewStream();
        await Store.Append(taken, 0, Said("here already"));

        var appends = Enumerable.Range(0, 200).Select(i => (Conflicts: i % 7 == 3, Stream: i % 7 == 3 ? taken : NewStream(), Text: $"{i}")).ToList();
        var failed = await Task.WhenAll(appends.Select(async append =>
        {
            try { await Store.Append(append.Stream, 0, Said(append.Text)); return false; }
            catch (WrongExpectedVersionException) { return true; }
        }));

        Assert.Equal(appends.Select(static a => a.Conflicts), failed);
        foreach (var append in appends.Where(static a => !a.Conflicts)) Assert.Equal([append.Text], (await Store.Read(append.Stream)).Texts());
        Assert.Single(await Store.Read(taken));
    }

    [Fact]
    public async Task Repeating_an_append_gives_the_first_answer()
    {
        var stream = NewStream();
        var events = Said("one", "two");
        var first = await Store.Append(stream, 0, events);
        var other = Said("three");
        await Store.Append(stream, 2, other);

        Assert.Equal(first.Select(Printed), (await Store.Append(stream, 0, events)).Select(Printed));
        Assert.Equal(["three"], (await Store.Append(stream, 2, other)).Texts());
        Assert.Equal(3, await Store.ReadVersion(stream, CancellationToken.None));
    }

    [Fact]
    public async Task Repeating_an_append_that_is_still_under_way_gives_the_same_answer()
    {
        for (var round = 0; round < 20; round++)
        {
            var (stream, events) = (NewStream(), Said("one", "two"));

            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.Append(stream, 0, events)));

            Assert.All(answers, a => Assert.Equal(answers[0].Select(Printed), a.Select(Printed)));
            Assert.Equal(2, await Store.ReadVersion(stream, CancellationToken.None));
        }
    }

    [Fact]
    public async Task What_is_only_in_part_the_same_is_a_conflict()
    {
        var stream = NewStream();
        var events = Said("one", "two", "three");
        await Store.Append(stream, 0, events[..2]);

        await Assert.ThrowsAsync<WrongExpectedVersionException>(() => Store.Append(stream, 0, events));
        await Assert.ThrowsAsync<WrongExpectedVersionException>(() => Store.Append(stream, 0, events[1], events[0]));
        await Assert.ThrowsAsync<WrongExpectedVersionException>(() => Store.Append(stream, 1, events[0]));
        Assert.Equal(2, await Store.ReadVersion(stream, CancellationToken.None));
    }

    [Fact]
    public async Task Appending_nothing_does_nothing()
    {
        var stream = NewStream();

        Assert.Empty(await Store.Append(stream, 0).WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(0, await Store.ReadVersion(stream, CancellationToken.None));
        await Store.Append(stream, 0, Said("The log goes on"));
    }

    [Fact]
    public async Task Large_events_and_many_at_once_are_taken()
    {
        var stream = NewStream();
        await Store.Append(stream, 0, Said(new string('x', 2_000_000)));

        var recorded = await Store.Append(stream, 1, [.. Enumerable.Range(0, 3_000).Select(static i => Said($"{i}", i))]);

        Assert.Equal(Enumerable.Range(2, 3_000), recorded.Select(static e => (int)e.Version));
        var read = await Store.Read(stream);
        Assert.Equal(2_000_000, ((MessageSent)read[0].Event).Text.Length);
        Assert.Equal(recorded.Select(Printed), read.Skip(1).Select(Printed));
    }
}
