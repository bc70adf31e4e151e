using System.Data;
using Marten;
using Marten.Services;
using Npgsql;

namespace EventChat.Projections.Running;

/// <summary>
/// The right to write a projection: an advisory lock of PostgreSQL, held by the very connection that the pages are written on. Whoever has lost the
/// connection has lost the lock and can no longer write, so there are never two who do.
/// </summary>
public sealed class Leadership : IAsyncDisposable
{
    /// <summary>The key under which the connections of those who lead are registered: each is held for as long as the lead is.</summary>
    public const string Pool = "leaders";

    /// <summary>One asks at a time, so that a node where nobody leads keeps a single connection for asking.</summary>
    private static readonly SemaphoreSlim Asking = new(1);

    private readonly NpgsqlConnection connection;
    private NpgsqlTransaction? transaction;

    private Leadership(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Then whatever is tried on the connection fails, often as if it had been used wrongly.</summary>
    public bool IsLost => connection.FullState.HasFlag(ConnectionState.Broken) || connection.State == ConnectionState.Closed;

    /// <returns>Null where another connection leads the projection.</returns>
    public static async Task<Leadership?> TryTake(string projection, NpgsqlDataSource postgres, CancellationToken ct)
    {
        NpgsqlConnection? asking = null;
        await Asking.WaitAsync(ct);
        try
        {
            asking = await postgres.OpenConnectionAsync(ct);
            await using var take = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended($1, 0))", asking);
            take.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"eventchat projection {projection}" });
            if (await take.ExecuteScalarAsync(ct) is not true) return null;

            var leader = new Leadership(asking);
            asking = null;
            return leader;
        }
        finally
        {
            if (asking is not null) await asking.DisposeAsync();
            Asking.Release();
        }
    }

    /// <summary>A transaction on the connection that leads; saving the session commits it, and one that was not saved is rolled back by the next.</summary>
    public async Task<IDocumentSession> Begin(IDocumentStore documents, CancellationToken ct)
    {
        if (transaction is not null) await transaction.DisposeAsync();
        transaction = await connection.BeginTransactionAsync(ct);
        return documents.LightweightSession(SessionOptions.ForTransaction(transaction, shouldAutoCommit: true));
    }

    /// <summary>Fails where the connection is lost, and with it the lead.</summary>
    public async Task Hold(CancellationToken ct)
    {
        await using var ask = new NpgsqlCommand("select 1", connection);
        await ask.ExecuteScalarAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (transaction is not null) await transaction.DisposeAsync();
            await using var release = new NpgsqlCommand("select pg_advisory_unlock_all()", connection);
            await release.ExecuteNonQueryAsync();
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or IOException)
        {
            // A broken connection has released it already.
            NpgsqlConnection.ClearPool(connection);
        }

        await connection.DisposeAsync();
    }
}

internal sealed class LeadershipLostException() : IOException("The connection to the database was lost.");
