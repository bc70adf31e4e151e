using EventChat.Adapters.Drafts;
using EventChat.Contracts.Support;
using EventChat.Events;
using EventChat.Realtime.Drafts;

namespace EventChat.Contracts.Drafts;

/// <summary>What must hold of drafts, wherever they are kept.</summary>
public abstract class DraftsContract
{
    private readonly UserId ada = UserId.New();
    private readonly ChannelId general = ChannelId.New();

    protected abstract IDrafts Drafts { get; }

    /// <summary>The same, as another node has them.</summary>
    protected abstract IDrafts Elsewhere { get; }

    private DraftPlace Here => new(ada, general);

    [Fact]
    public async Task What_is_saved_is_read_on_every_node_newest_first()
    {
        var direct = new DraftPlace(ada, ChannelId.New() with { IsDirect = true });
        var reply = Here with { ThreadRoot = 7 };
        await Drafts.Save(Here, "Dear all", default);
        await Elsewhere.Save(reply, "Yes, 👋", default);
        await Drafts.Save(direct, "Psst", default);
        await Elsewhere.Save(Here, "Dear all,\n", default);
        await Drafts.Save(Here with { UserId = UserId.New() }, "Somebody else's", default);

        var page = await Elsewhere.Before(ada, long.MaxValue, 10, default);

        Assert.Equal([(Here, "Dear all,\n"), (direct, "Psst"), (reply, "Yes, 👋")], page.Drafts.Select(static d => (d.Place, d.Text)));
        Assert.Equal(page.Version, page.Drafts[0].Version);
        Assert.Equal([direct], (await Drafts.Before(ada, page.Drafts[0].Version, 1, default)).Drafts.Select(static d => d.Place));
        Assert.Equal([reply], (await Drafts.Read([reply, reply with { ThreadRoot = 8 }], default)).Select(static d => d.Place));
        Assert.Empty((await Drafts.Before(UserId.New(), long.MaxValue, 10, default)).Drafts);
    }

    [Fact]
    public async Task What_is_forgotten_is_gone_unless_it_was_changed_since()
    {
        var saved = await Drafts.Save(Here, "Dear all", default);
        await Elsewhere.Forget([new(Here, TimeSpan.FromMinutes(1)), new(Here with { ThreadRoot = 1 }, TimeSpan.Zero)], default);
        Assert.Equal(saved.Text, Assert.Single(await Drafts.Read([Here], default)).Text);

        await Elsewhere.Forget([new(Here, TimeSpan.Zero)], default);
        var page = await Drafts.Before(ada, long.MaxValue, 10, default);
        Assert.Empty(page.Drafts);
        Assert.True(page.Version > saved.Version);

        await Drafts.Save(Here, "Once more", default);
        await Drafts.ForgetAll(ada, default);
        Assert.Empty(await Elsewhere.Read([Here], default));
    }

    [Fact]
    public async Task Beyond_the_bound_the_oldest_goes()
    {
        for (var n = 1; n <= Draft.Most + 2; n++) await Drafts.Save(Here with { ThreadRoot = n }, $"{n}", default);

        var page = await Drafts.Before(ada, long.MaxValue, 1_000, default);

        Assert.Equal(Enumerable.Range(3, Draft.Most).Reverse().Select(static n => $"{n}"), page.Drafts.Select(static d => d.Text));
    }

    [Fact]
    public async Task Every_node_hears_of_each_change_in_order()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var (here, there) = (Listen(Drafts, patience.Token), Listen(Elsewhere, patience.Token));
        List<long> versions = [];
        while (!here.IsCompleted || !there.IsCompleted)
        {
            versions.Add((await (versions.Count % 2 == 0 ? Drafts : Elsewhere).Save(Here, $"{versions.Count}", default)).Version);
            await Drafts.Forget([new(Here, TimeSpan.Zero)], default);
            // Whoever does not keep up misses the oldest, which is not what is asked here.
            await Task.Delay(1);
        }

        foreach (var heard in (List<DraftNews>[])[await here, await there])
        {
            Assert.All(heard, news => Assert.Equal(Here, news.Place));
            Assert.Equal(heard.Select(static h => h.Version).Order().Distinct(), heard.Select(static h => h.Version));
            Assert.Equal(Enumerable.Range((int)heard[0].Version, heard.Count).Select(static v => (long)v), heard.Select(static h => h.Version));
        }
    }

    [Fact]
    public async Task Many_who_save_and_forget_at_once_leave_the_last_word_of_each_place()
    {
        DraftPlace[] places = [.. Enumerable.Range(1, 5).Select(n => Here with { ThreadRoot = n })];
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async n =>
        {
            var node = n % 2 == 0 ? Drafts : Elsewhere;
            await node.Save(places[n % 5], $"{n}", default);
            if (n % 3 == 0) await node.Forget([.. places.Select(static p => new Settled(p, TimeSpan.Zero))], default);
        }));
        var last = await Drafts.Save(places[0], "The last", default);

        var page = await Elsewhere.Before(ada, long.MaxValue, 10, default);

        Assert.Equal((last.Version, "The last"), (page.Version, page.Drafts[0].Text));
        Assert.Equal(page.Drafts.Count, page.Drafts.Select(static d => d.Version).Distinct().Count());
    }

    private async Task<List<DraftNews>> Listen(IDrafts drafts, CancellationToken ct)
    {
        List<DraftNews> heard = [];
        await foreach (var news in drafts.Changes(ct))
        {
            if (news is { Place: not null } && news.UserId == ada) heard.Add(news);
            if (heard.Count == 20) break;
        }

        return heard;
    }
}

public sealed class InMemoryDraftsTests : DraftsContract
{
    private readonly InMemoryDrafts memory = new(TimeProvider.System);

    protected override IDrafts Drafts => memory;
    protected override IDrafts Elsewhere => memory;
}

public sealed class PostgresDraftsTests(PostgresDatabase database) : DraftsContract, IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private readonly PostgresDrafts node = new(database.Source, TimeProvider.System);
    private readonly Npgsql.NpgsqlDataSource connections = database.Another();

    protected override IDrafts Drafts => node;
    protected override IDrafts Elsewhere => new PostgresDrafts(connections, TimeProvider.System);

    public Task InitializeAsync() => node.EnsureSchema(default);

    public async Task DisposeAsync() => await connections.DisposeAsync();

    [Fact]
    public async Task Who_may_have_missed_something_is_named_when_it_is_listened_to_again()
    {
        var (ada, bob) = (UserId.New(), UserId.New());
        await node.Save(new(ada, ChannelId.New()), "While nobody listened", default);
        await node.Save(new(bob, ChannelId.New()), "Long before", default);
        await database.Run($"update draft_people set changed_at = now() - interval '1 hour' where user_id = '{bob}'");

        var naming = Missed(node);
        while (!naming.IsCompleted) await node.Save(new(UserId.New(), ChannelId.New()), "Somebody writes all the time", default);
        var named = await naming;

        Assert.Contains(ada, named);
        Assert.DoesNotContain(bob, named);
    }

    /// <summary>Who is named before the first change that is heard.</summary>
    private static async Task<List<UserId>> Missed(PostgresDrafts drafts)
    {
        List<UserId> named = [];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var news in drafts.Changes(patience.Token))
        {
            if (news.Place is not null) break;
            named.Add(news.UserId);
        }

        return named;
    }
}
