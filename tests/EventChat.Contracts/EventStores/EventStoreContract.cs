using EventChat.Contracts.Support;
using EventChat.Events;
using EventChat.Events.Inbox;
using EventChat.Events.Store;
using static EventChat.Contracts.Support.Logs;

namespace EventChat.Contracts.EventStores;

/// <summary>What every event store must do: to write, to read and, here, to follow. One subclass per adapter; no adapter is exempt from a fact.</summary>
public abstract class EventStoreContract : ReadContract
{
    [Fact]
    public async Task A_subscriber_catches_up_and_then_waits_for_more()
    {
        await Store.Append(NewStream(), 0, Said("before"));
        await using var reader = Store.Subscribe(Position.Start, StreamFilter.All, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal(["before"], reader.Current.Events.Texts());

        var next = reader.MoveNextAsync().AsTask();
        await Task.Delay(100);
        Assert.False(next.IsCompleted);
        await Store.Append(NewStream(), 0, Said("after"));

        Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(["after"], reader.Current.Events.Texts());
        Assert.Equal(await Store.ReadHead(CancellationToken.None), reader.Current.Through);
    }

    [Fact]
    public async Task A_subscriber_at_the_head_hears_only_what_is_new()
    {
        await Store.Append(NewStream(), 0, Said("before"));
        var following = Store.Follow(await Store.ReadHead(CancellationToken.None), StreamFilter.All, static page => page.Events.Count > 0);
        await Store.Append(NewStream(), 0, Said("after"));

        Assert.Equal(["after"], (await following).SelectMany(static p => p.Events).Texts());
    }

    [Fact]
    public async Task Catching_up_ends_in_a_live_page()
    {
        var stream = NewStream();
        await Store.Append(stream, 0, [.. Enumerable.Range(0, 2_500).Select(static i => Said($"{i}"))]);
        await using var reader = Store.Subscribe(Position.Start, StreamFilter.All, CancellationToken.None).GetAsyncEnumerator();
        List<EventPage> pages = [];
        for (var seen = 0; seen < 2_500; seen += pages[^1].Events.Count)
        {
            await reader.MoveNextAsync();
            pages.Add(reader.Current);
        }

        Assert.All(pages, static p => Assert.InRange(p.Events.Count, 0, EventPage.MaxEvents));
        Assert.False(pages[0].IsLive);
        await Store.Append(NewStream(), 0, Said("live"));
        await reader.MoveNextAsync();
        Assert.True(reader.Current.IsLive);
    }

    [Fact]
    public async Task Subscribers_lose_and_double_nothing_while_many_write()
    {
        const int writers = 8, each = 100;
        var following = new List<Task<List<EventPage>>>();
        var seen = new int[6];
        var writing = Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            var stream = NewStream();
            for (var i = 0; i < each; i++) await Store.Append(stream, i, Said($"{writer}:{i}"));
        })));
        for (var subscriber = 0; subscriber < seen.Length; subscriber++)
        {
            var own = subscriber;
            following.Add(Task.Run(() => Store.Follow(Position.Start, StreamFilter.All, page => (seen[own] += page.Events.Count) >= writers * each)));
            await Task.Delay(20);
        }

        await writing;
        var all = (await Store.ReadAll()).Select(Printed).ToList();
        foreach (var pages in await Task.WhenAll(following))
        {
            Assert.Equal(all, pages.SelectMany(static p => p.Events).Select(Printed));
            AssertInOrder(pages, Position.Start);
        }
    }

    [Fact]
    public async Task A_subscriber_hears_only_the_streams_it_asked_for_and_passes_the_others()
    {
        var (inbox, head) = (StreamName.ForInbox(Ada), Position.Start);
        for (var i = 0; i < 40; i++)
        {
            await Store.Append(NewStream(), 0, Said("noise"));
            await Store.Append(inbox, i, Said("") with { Event = new ChannelRead(ChannelId.New(), i) });
            await Store.Append(new("inbox"), i, Said("Not an inbox: the dash is missing"));
            head = (await Store.Append(StreamName.For(UserId.New()), 0, Said("Somebody"))).Single().Position;
        }

        var pages = await Store.Follow(Position.Start, new(StreamName.Inboxes), page => page.Through >= head);
        var two = await Store.Follow(Position.Start, new(StreamName.Inboxes, StreamName.Users), page => page.Through >= head);

        Assert.Equal(Enumerable.Range(0, 40), pages.SelectMany(static p => p.Events).Select(static e => ((ChannelRead)e.Event).Number));
        Assert.Equal(80, two.Sum(static p => p.Events.Count));
        AssertInOrder(pages, Position.Start);
        AssertInOrder(two, Position.Start);
    }

    [Fact]
    public async Task A_subscriber_who_hears_nothing_still_moves_on()
    {
        var following = Store.Subscribe(Position.Start, new(StreamName.Inboxes), CancellationToken.None).GetAsyncEnumerator();
        for (var i = 0; i < 5; i++)
        {
            var next = following.MoveNextAsync().AsTask();
            var head = (await Store.Append(NewStream(), 0, Said("noise"))).Single().Position;

            Assert.True(await next.WaitAsync(TimeSpan.FromSeconds(10)));
            Assert.Equal((0, head, true), (following.Current.Events.Count, following.Current.Through, following.Current.IsLive));
        }

        await following.DisposeAsync();
    }

    [Fact]
    public async Task A_slow_subscriber_falls_out_of_memory_and_loses_nothing()
    {
        var stream = NewStream();
        await Store.Append(stream, 0, Said("0"));
        await using var reader = Store.Subscribe(Position.Start, StreamFilter.All, CancellationToken.None).GetAsyncEnumerator();
        await reader.MoveNextAsync();
        List<RecordedEvent> heard = [.. reader.Current.Events];

        for (var i = 1; i <= 3_000; i += 100)
        {
            await Store.Append(stream, i, [.. Enumerable.Range(i, 100).Select(static n => Said($"{n}"))]);
            if (i % 700 != 1) continue;
            await reader.MoveNextAsync();
            heard.AddRange(reader.Current.Events);
        }

        while (heard.Count < 3_001)
        {
            await reader.MoveNextAsync();
            heard.AddRange(reader.Current.Events);
        }

        Assert.Equal(Enumerable.Range(0, 3_001).Select(static i => $"{i}"), heard.Texts());
    }

    [Fact]
    public async Task A_subscription_goes_on_from_any_position_where_an_earlier_one_ended()
    {
        for (var i = 0; i < 30; i++) await Store.Append(NewStream(), 0, Said($"{i}"));
        var all = await Store.ReadAll();

        foreach (var from in all.SkipLast(1))
        {
            var rest = await Store.Follow(from.Position, StreamFilter.All, page => page.Through >= all[^1].Position);
            Assert.Equal(all.Where(e => e.Position > from.Position).Texts(), rest.SelectMany(static p => p.Events).Texts());
        }
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_cancelled()
    {
        using var ending = new CancellationTokenSource();
        await using var reader = Store.Subscribe(Position.Start, StreamFilter.All, ending.Token).GetAsyncEnumerator();
        var next = reader.MoveNextAsync().AsTask();

        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private static void AssertInOrder(List<EventPage> pages, Position after)
    {
        foreach (var page in pages)
        {
            Assert.True(page.Through > after);
            Assert.All(page.Events, e => Assert.True(e.Position > after && e.Position <= page.Through));
            Assert.Equal(page.Events.Select(static e => e.Position).Distinct().Order(), page.Events.Select(static e => e.Position));
            after = page.Through;
        }
    }
}
