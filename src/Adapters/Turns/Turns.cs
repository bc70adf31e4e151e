using Npgsql;

namespace EventChat.Adapters.Turns;

/// <summary>What only one node at a time may do, for deeds of several streams that have no other order: an advisory lock of PostgreSQL.</summary>
public sealed class Turns(NpgsqlDataSource postgres)
{
    /// <summary>Waits until nobody else is at it; the turn ends with what is returned, or with the connection.</summary>
    public async Task<IAsyncDisposable> Take(string what, CancellationToken ct)
    {
        var connection = await postgres.OpenConnectionAsync(ct);
        try
        {
            var transaction = await connection.BeginTransactionAsync(ct);
            await using var wait = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended($1, 0))", connection, transaction);
            wait.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"eventchat turn {what}" });
            await wait.ExecuteNonQueryAsync(ct);
            return new Turn(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private sealed class Turn(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
