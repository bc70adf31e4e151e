using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Projections.Search;
using Npgsql;

namespace EventChat.Adapters.Search;

/// <summary>The rows of the index, beside the read models: a message each, with its terms.</summary>
internal sealed class SearchTable(NpgsqlDataSource postgres)
{
    public const string Name = "readmodels.search_messages";

    /// <summary>
    /// What was added and is not in the index proper yet, in kB: it makes adding cheap, and every step of a search reads through it, some 6 ms a megabyte. So much comes
    /// together only under load; otherwise it is put away every second.
    /// </summary>
    private const int PendingKilobytes = 2_048;

    private const string Columns = "id, channel, number, position, version, author, sent_at, text, language, root, replies, reactions, traits, deleted, terms";

    /// <summary>Of what this server has stored; null before it has.</summary>
    private Position? newest;

    public async Task Ensure(CancellationToken ct)
    {
        await using var command = postgres.CreateCommand($"""
            select pg_advisory_xact_lock(hashtext('eventchat schema'));
            create schema if not exists readmodels;
            create table if not exists {Name} (
                id text collate "C" primary key, channel text collate "C" not null, number int not null, position bigint not null, version bigint not null,
                author text collate "C" not null, sent_at timestamptz not null, text text not null, language text not null, root int, replies int not null,
                reactions int not null, traits int not null, deleted bool not null, terms tsvector not null);
            create index if not exists search_messages_terms on {Name} using gin (terms) with (fastupdate = on, gin_pending_list_limit = {PendingKilobytes});
            alter index readmodels.search_messages_terms set (gin_pending_list_limit = {PendingKilobytes});
            create table if not exists readmodels.search_top (one int primary key, position bigint not null);
            """);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<IReadOnlyList<SearchDocument>> Find(IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand(
            $"select channel, number, position, version, author, sent_at, text, language, root, replies, reactions, deleted, traits from {Name} where id = any($1)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ids] });
        List<SearchDocument> found = new(ids.Count);
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            found.Add(new()
            {
                ChannelId = Id.Parse<ChannelId>(row.GetString(0)), Number = row.GetInt32(1), Position = new(row.GetInt64(2)), Version = row.GetInt64(3),
                Author = Id.Parse<UserId>(row.GetString(4)), SentAt = row.GetFieldValue<DateTimeOffset>(5), Text = row.GetString(6), Language = row.GetString(7),
                ThreadRoot = row.IsDBNull(8) ? null : row.GetInt32(8), Replies = row.GetInt32(9), Reactions = row.GetInt32(10), IsDeleted = row.GetBoolean(11),
                IsPinned = ((SearchTraits)row.GetInt32(12)).HasFlag(SearchTraits.Pinned),
            });
        return found;
    }

    public async Task<IReadOnlyList<string>> Of(ChannelId channel, UserId author, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand($"select id from {Name} where id > $1 and id < $2 and author = $3");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = SearchDocument.IdOf(channel, 0) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = SearchDocument.IdOf(channel, int.MaxValue) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = author.ToString() });
        List<string> ids = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) ids.Add(row.GetString(0));
        return ids;
    }

    /// <summary>
    /// What is newer than all that was stored is inserted as new: an insert that may also update looks for each row twice and writes more to the database's log.
    /// </summary>
    public async Task Store(IReadOnlyCollection<SearchDocument> documents, CancellationToken ct)
    {
        var rows = documents.OrderBy(static d => d.Position).ToList();
        var known = rows.Count(d => !(d.Position > newest));
        try
        {
            await Store(rows[..known], rows[known..], ct);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another server has led in between.
            await Store(rows, [], ct);
        }

        if (!(rows[^1].Position <= newest)) newest = rows[^1].Position;
    }

    private async Task Store(List<SearchDocument> known, List<SearchDocument> born, CancellationToken ct)
    {
        await using var batch = postgres.CreateBatch();
        if (known.Count > 0)
            batch.BatchCommands.Add(Insert(known, """
                on conflict (id) do update set version = excluded.version, text = excluded.text, language = excluded.language, replies = excluded.replies,
                    reactions = excluded.reactions, traits = excluded.traits, deleted = excluded.deleted, terms = excluded.terms
                where old.version < excluded.version
                """));
        if (born.Count > 0) batch.BatchCommands.Add(Insert(born, ""));
        batch.BatchCommands.Add(new("""
            insert into readmodels.search_top as old values (1, $1)
            on conflict (one) do update set position = excluded.position where old.position < excluded.position
            """) { Parameters = { new NpgsqlParameter<long> { TypedValue = (born.Count > 0 ? born : known)[^1].Position.Value } } });
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlBatchCommand Insert(List<SearchDocument> rows, string otherwise)
    {
        var command = new NpgsqlBatchCommand($"""
            insert into {Name} as old ({Columns})
            select i, c, n, p, v, a, s, t, l, nullif(r, 0), rs, rn, f, d, w::tsvector
            from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) as page (i, c, n, p, v, a, s, t, l, r, rs, rn, f, d, w)
            {otherwise}
            """);
        Add(static d => d.Id);
        Add(static d => d.ChannelId.ToString());
        Add(static d => d.Number);
        Add(static d => d.Position.Value);
        Add(static d => d.Version);
        Add(static d => d.Author.ToString());
        Add(static d => d.SentAt.ToUniversalTime());
        Add(static d => d.Text);
        Add(static d => d.Language);
        Add(static d => d.ThreadRoot ?? 0);
        Add(static d => d.Replies);
        Add(static d => d.Reactions);
        Add(static d => (int)d.Traits);
        Add(static d => d.IsDeleted);
        Add(SearchTerms.Vector);
        return command;

        void Add<T>(Func<SearchDocument, T> column) => command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. rows.Select(column)] });
    }

    public async Task Tidy(CancellationToken ct)
    {
        await using var command = postgres.CreateCommand("select gin_clean_pending_list('readmodels.search_messages_terms')");
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task Clear(CancellationToken ct)
    {
        await using var command = postgres.CreateCommand($"truncate {Name}, readmodels.search_top");
        await command.ExecuteNonQueryAsync(ct);
    }
}
