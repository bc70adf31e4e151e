using EventChat.Contracts.Support;
using EventChat.Events;
using EventChat.Projections.Inbox;
using EventChat.Projections.Running;

namespace EventChat.Contracts.Projections;

/// <summary>What is shown as unread is what the log says, and where it is not, that is found and mended.</summary>
public sealed class CountCheckTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task Thousands_of_operations_leave_nothing_to_find_and_a_corrupted_row_of_any_kind_is_found_and_mended()
    {
        await using var server = await ServerNode.Start(database.Source, log => new RandomPages(log, 77));
        await server.Project();
        var life = new RandomLife(server, 77);
        await life.Begin();
        for (var i = 0; i < 100; i++) await life.GoTogether(40);
        await server.CaughtUp();
        await server.StopProjecting();
        var check = server.Get<CountCheck>();

        var (people, wrong) = await check.Run(null, CancellationToken.None);
        Assert.True(people >= life.People.Count);
        Assert.Empty(wrong);
        var victim = await Reader(server, life);

        foreach (var corruption in (string[])
        [
            $"update readmodels.mt_doc_markview set data = data || '{{\"lastRead\": 1000000}}' where id like '{victim}:%'",
            "update readmodels.mt_doc_tallyview set data = data || '{\"bits\": \"" + Convert.ToBase64String(new byte[128]) + "\", \"count\": 0}' where id like 'C%'",
            $"delete from readmodels.mt_doc_markview where id like '{victim}:%'",
            "delete from readmodels.mt_doc_tallyview where id like 'U%'",
            "delete from readmodels.mt_doc_headview",
            "delete from readmodels.mt_doc_mentionview",
            $"update readmodels.mt_doc_followview set data = data || '{{\"isFollowed\": true, \"lastRead\": 0, \"marked\": 1000000000}}'",
        ])
        {
            await database.Run(corruption);
            Assert.True((await check.Run(null, CancellationToken.None)).Wrong.Count > 0, corruption);
            await server.Get<Rebuild>().Run("inbox", null, CancellationToken.None);
            Assert.Empty((await check.Run(null, CancellationToken.None)).Wrong);
        }

        Assert.Equal(1, (await check.Run("user0-77", CancellationToken.None)).People);
        Assert.Equal(1, (await check.Run($"{victim}", CancellationToken.None)).People);
        Assert.Equal(0, (await check.Run("nobody", CancellationToken.None)).People);
    }

    /// <summary>Somebody who has something unread, so that a wrong mark shows.</summary>
    private static async Task<UserId> Reader(ServerNode server, RandomLife life)
    {
        foreach (var person in life.People)
            if ((await server.Get<UnreadQueries>().Of(person, [], CancellationToken.None)).Channels.Any(static c => c.Count > 0)) return person;
        throw new InvalidOperationException("Everybody has read everything.");
    }
}
