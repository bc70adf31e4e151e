using Npgsql;

namespace EventChat.Adapters.Postgres;

/// <summary>What a private cluster is told. Who may connect is not up to the file that operators may edit.</summary>
internal static class ClusterSettings
{
    public const string Owner = "postgres";
    public const string Database = "eventchat";

    public const string Tuning =
        """
        # Written once, when this cluster was made. Edit freely; a restart of EventChat applies it.
        shared_buffers = 512MB
        effective_cache_size = 4GB
        work_mem = 16MB
        maintenance_work_mem = 256MB
        max_connections = 100

        # An append-heavy log: few and spread checkpoints, every commit on disk.
        wal_buffers = 16MB
        min_wal_size = 512MB
        max_wal_size = 4GB
        checkpoint_timeout = 15min
        wal_compression = off
        synchronous_commit = on
        # A new file of the log filled with zeros first holds up every commit meanwhile, for 30 ms and more.
        wal_init_zero = off

        # Short queries on fast disks.
        jit = off
        max_parallel_workers_per_gather = 0
        random_page_cost = 1.1
        effective_io_concurrency = 64
        autovacuum_naptime = 15s

        log_line_prefix = '%m [%p] '
        """ + "\n";

    /// <summary>The kernel says which account is at the other end of the socket; only the app's own may be these roles.</summary>
    public static string Names(string user) => $"eventchat \"{user}\" {Owner}\neventchat \"{user}\" {Database}\n";

    public static IEnumerable<string> Line(ClusterFolder folder) =>
    [
        "-D", folder.Data,
        "-c", $"config_file={folder.Settings}",
        "-c", $"hba_file={folder.Access}",
        "-c", $"ident_file={folder.Names}",
        "-c", $"unix_socket_directories={folder.Socket}",
        "-c", "listen_addresses=",
        "-c", "port=5432",
        "-c", "fsync=on",
        "-c", "full_page_writes=on",
    ];

    public static string ConnectionString(ClusterFolder folder, string database = Database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = folder.Socket,
            Port = 5432,
            Username = database,
            Database = database,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            Pooling = database == Database,
        }.ConnectionString;
}
