using EventChat.Events.Store;
using Npgsql;

namespace EventChat.Projections.Running;

/// <summary>The database, or the way to it, is away for now: nothing is wrong with what was done, and where it was done says nothing.</summary>
public static class Outage
{
    /// <summary>Whether the error, or what it came of, is of that kind.</summary>
    public static bool Is(Exception error) =>
        error is NpgsqlException { IsTransient: true } or LogUnavailableException or TimeoutException or IOException || error.InnerException is { } inner && Is(inner);

    /// <summary>In one line.</summary>
    public static string Reason(Exception error) => error.GetBaseException().Message.ReplaceLineEndings(" ");
}
