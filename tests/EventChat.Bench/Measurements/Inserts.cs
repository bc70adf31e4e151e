using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using EventChat.Adapters.Postgres;
using EventChat.Bench.Client;
using EventChat.Bench.Machine;
using EventChat.Bench.Report;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventChat.Bench.Measurements;

/// <summary>What PostgreSQL alone does: 64 connections of pgbench, each committing one row after the other.</summary>
internal static partial class Inserts
{
    private const int Connections = 64;

    private const string Schema =
        "create table bare (id bigserial primary key, channel text not null, data text not null)";

    private const string Insert =
        "insert into bare (channel, data) values ('C00000000000000000000000000', repeat('x', 250));";

    public static async Task<Figure> Measure(BenchOptions options, Step step, CancellationToken ct)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"eventchat-bench-bare-{Environment.ProcessId}");
        var script = $"{folder}.sql";
        try
        {
            await using var cluster = await PrivateCluster.Start(folder, NullLogger.Instance, ct);
            await Execute(cluster.ConnectionString, Schema, ct);
            await File.WriteAllTextAsync(script, Insert, ct);
            var usage = new Usage();
            var rates = new List<double>();
            foreach (var _ in Enumerable.Range(0, options.Repetitions))
            {
                var rate = PgBench(cluster.ConnectionString, script, options.Round, ct);
                await step.Wait(options.Round, ct);
                rates.Add(await rate);
            }

            rates.Sort();
            return new("inserts", "bare PostgreSQL inserts, 64 connections", rates[rates.Count / 2], Unit.PerSecond)
            {
                Note = "a commit each, fsync on",
                Noise = usage.Since().Others,
            };
        }
        finally
        {
            File.Delete(script);
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Execute(string connectionString, string sql, CancellationToken ct)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<double> PgBench(string connectionString, string script, TimeSpan time, CancellationToken ct)
    {
        var to = new NpgsqlConnectionStringBuilder(connectionString);
        using var process = Process.Start(new ProcessStartInfo("pgbench",
        [
            "-n", "-M", "prepared", "-f", script, "-c", $"{Connections}", "-j", "2", "-T", $"{time.TotalSeconds:F0}",
            "-h", to.Host!, "-p", $"{to.Port}", "-U", to.Username!, to.Database!,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var errors = process.StandardError.ReadToEndAsync(ct);
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        return Rate().Match(output) is { Success: true } match
            ? double.Parse(match.Groups["rate"].ValueSpan, CultureInfo.InvariantCulture)
            : throw new MeasurementException($"pgbench: {await errors}");
    }

    [GeneratedRegex("tps = (?<rate>[0-9.]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rate();
}
