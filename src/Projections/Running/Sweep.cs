using Npgsql;

namespace EventChat.Projections.Running;

/// <summary>Documents that an event concerns and cannot name.</summary>
/// <param name="Where">A condition on the table, with <c>$1</c> and so on for the parameters.</param>
public sealed record Sweep(string Where, params NpgsqlParameter[] Parameters);
