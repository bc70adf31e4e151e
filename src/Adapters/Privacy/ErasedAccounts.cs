using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Users;
using EventChat.Projections;
using Npgsql;

namespace EventChat.Adapters.Privacy;

/// <summary>What tables beside the log, and views that no fold follows an erasure in, hold of people. Doing it again changes nothing.</summary>
public sealed class ErasedAccounts(NpgsqlDataSource postgres, IEventStore events, ViewTables tables)
{
    /// <summary>Snapshots that were made before words went; the states are folded again.</summary>
    public async Task ClearSnapshots(IReadOnlyCollection<StreamName> streams, CancellationToken ct) =>
        await Run("delete from snapshots where stream = any($1)", [.. streams.Select(static s => s.Value)], ct);

    /// <summary>Everything of an account that is closed: how it signed in and from where, what it was about to write, where it was to be told.</summary>
    public async Task ClearAccount(UserId user, CancellationToken ct)
    {
        List<string> sessions = [];
        await foreach (var e in events.ReadStream(StreamName.For(user), 0, ct))
            if (e.Event is SessionOpened opened) sessions.Add(opened.SessionId.ToString());

        string[] person = [user.ToString()];
        foreach (var table in (string[])["credentials", "refresh_tokens", "push_subscriptions", "drafts"]) await Run($"delete from {table} where user_id = any($1)", person, ct);
        await Run($"delete from {tables.Scheduled} where data ->> 'userId' = any($1)", person, ct);
        await Run($"update {tables.Audit} set data = data - 'address' - 'device' where data ->> 'session' = any($1)", [.. sessions], ct);
        await Run($"update {tables.AuditSubjects} set data = jsonb_set(data, '{{known}}', (data -> 'known') || '{{\"address\":\"\",\"device\":\"\"}}') where id = any($1)", [.. sessions], ct);
    }

    private async Task Run(string sql, string[] ids, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ids });
        await command.ExecuteNonQueryAsync(ct);
    }
}
