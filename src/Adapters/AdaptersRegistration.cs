using EventChat.Adapters.Accounts;
using EventChat.Adapters.Checkpoints;
using EventChat.Adapters.Drafts;
using EventChat.Adapters.EventStore;
using EventChat.Adapters.Exports;
using EventChat.Adapters.Jobs;
using EventChat.Adapters.Mail;
using EventChat.Adapters.Presence;
using EventChat.Adapters.Privacy;
using EventChat.Adapters.Push;
using EventChat.Adapters.RateLimits;
using EventChat.Adapters.Redis;
using EventChat.Adapters.Search;
using EventChat.Adapters.Snapshots;
using EventChat.Adapters.Subscriptions;
using EventChat.Adapters.Typing;
using EventChat.Commands.Handling;
using EventChat.Events.Privacy;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using EventChat.Projections;
using EventChat.Projections.Jobs;
using EventChat.Projections.Running;
using EventChat.Projections.Search;
using EventChat.Projections.Subscriptions;
using EventChat.Realtime.Drafts;
using EventChat.Realtime.Presence;
using EventChat.Realtime.Typing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using StackExchange.Redis;

namespace EventChat.Adapters;

public static class AdaptersRegistration
{
    /// <summary>With the reads fewer than a default PostgreSQL lets in, so that two nodes and an operator fit beside each other.</summary>
    private const int MaxConnections = 20;

    /// <summary>
    /// As many as a database on this machine can work on. With more, questions wait for a processor, where the last to come may be the first to go, and no more are
    /// answered.
    /// </summary>
    private static readonly int MaxReads = Math.Clamp(2 * Environment.ProcessorCount, 4, 16);

    private const int MaxKeyReads = 4;

    /// <summary>More than there are projections, reactors and errands: each holds one for as long as this node leads it.</summary>
    private const int MaxLeaders = 48;

    /// <summary>A pool for the log and what follows it, one for the reads of views, one for keys, and one for those who lead; none can take anything from another.</summary>
    /// <remarks>A <c>Maximum Pool Size</c> in the connection string holds for the first two.</remarks>
    public static IServiceCollection AddPostgres(this IServiceCollection services, string connectionString) => services
        .AddSingleton(_ => Pool(connectionString, MaxConnections))
        .AddKeyedSingleton(ViewTables.Pool, (_, _) => Pool(connectionString, MaxReads))
        .AddKeyedSingleton(PostgresKeyring.Pool, (_, _) => Pool(connectionString, MaxKeyReads, isFixed: true))
        .AddKeyedSingleton(Leadership.Pool, (_, _) => Pool(connectionString, MaxLeaders, isFixed: true));

    /// <summary>Nothing here changes a session, so none is reset on its way back.</summary>
    private static NpgsqlDataSource Pool(string connectionString, int size, bool isFixed = false)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxAutoPrepare = 100, AutoPrepareMinUsages = 2, ApplicationName = "EventChat", KeepAlive = 10, NoResetOnClose = true,
        };
        if (isFixed || !settings.ShouldSerialize("Maximum Pool Size")) settings.MaxPoolSize = size;
        return NpgsqlDataSource.Create(settings);
    }

    public static IServiceCollection AddEventStore(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<EventStoreOptions, EventStoreOptionsValidator>().BindConfiguration(EventStoreOptions.Section);
        services.AddOptionsWithValidateOnStart<PrivacyOptions, PrivacyOptionsValidator>().BindConfiguration(PrivacyOptions.Section);
        return services
            .AddSingleton(EventTypes.All)
            .AddSingleton<LogMetrics>()
            .AddSingleton<PostgresKeyring>()
            .AddSingleton<IKeyring>(static p => p.GetRequiredService<PostgresKeyring>())
            .AddSingleton<Sealer>()
            .AddHostedService<Forgetting>()
            .AddSingleton<PostgresEventStore>()
            .AddSingleton<IEventStore>(static p => p.GetRequiredService<PostgresEventStore>())
            .AddSingleton<ISnapshotStore, PostgresSnapshotStore>();
    }

    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddSingleton<Turns.Turns>()
        .AddSingleton<AccountTables>()
        .AddSingleton<SigningKeys>()
        .AddSingleton<ServerSecrets>()
        .AddSingleton<RefreshTokens>()
        .AddSingleton<PasswordHashing>();

    public static IServiceCollection AddLogCheckpoints(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<CheckpointOptions, CheckpointOptionsValidator>().BindConfiguration(CheckpointOptions.Section);
        return services.AddSingleton<CheckpointKey>().AddSingleton<CheckpointTables>().AddSingleton<Checkpointer>().AddSingleton<Proving>();
    }

    /// <summary>What compliance officers hand over, written on one node at a time.</summary>
    public static IServiceCollection AddExportFiles(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ExportFileOptions, ExportFileOptionsValidator>().BindConfiguration(ExportFileOptions.Section);
        return services.AddSingleton<Exporter>().AddSingleton<ExportTable>().AddSingleton<ExportRunner>().AddSingleton<IErrand>(static p => p.GetRequiredService<ExportRunner>()).AddSingleton<IReactor, ExportReactor>();
    }

    public static IServiceCollection AddDrafts(this IServiceCollection services) =>
        services.AddSingleton<PostgresDrafts>().AddSingleton<IDrafts>(static p => p.GetRequiredService<PostgresDrafts>());

    public static IServiceCollection AddSearch(this IServiceCollection services) => services.AddSingleton<ISearchIndex, PostgresSearchIndex>();

    /// <summary>Work that RabbitMQ keeps where <c>Jobs:RabbitMq</c> is set, else each process; and whoever does it here.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptionsWithValidateOnStart<JobOptions, JobOptionsValidator>().BindConfiguration(JobOptions.Section);
        services.AddOptionsWithValidateOnStart<MailOptions, MailOptionsValidator>().BindConfiguration(MailOptions.Section);
        services.AddOptionsWithValidateOnStart<PushOptions, PushOptionsValidator>().BindConfiguration(PushOptions.Section);
        services.AddSingleton<JobMetrics>().AddSingleton<Circuits>().AddSingleton<FailedJobs>().AddSingleton<GivingUp>().AddSingleton<IErrand, SendAgain>()
            .AddSingleton<IJobHandler, SmtpMail>().AddSingleton<PushSubscriptions>().AddSingleton<PushKeys>().AddSingleton<IJobHandler, BrowserPush>();
        if (configuration["Jobs:RabbitMq"] is not { Length: > 0 }) return services.AddSingleton<IJobQueue, InProcessJobQueue>();
        return services.AddSingleton<RabbitMqJobQueue>().AddSingleton<IJobQueue>(static p => p.GetRequiredService<RabbitMqJobQueue>())
            .AddHostedService(static p => p.GetRequiredService<RabbitMqJobQueue>());
    }

    /// <summary>How apps are told by webhook.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<WebhookOptions, WebhookOptionsValidator>().BindConfiguration(WebhookOptions.Section);
        return services.AddSingleton<WebhookSecrets>().AddSingleton<IWebhookEndpoints, HttpWebhookEndpoints>().AddSingleton(static p => p.GetRequiredService<IOptions<WebhookOptions>>().Value.Pace);
    }

    /// <summary>Shared by all nodes where <c>Redis:ConnectionString</c> is set, else counted by each.</summary>
    public static IServiceCollection AddRateBudgets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<RateMetrics>().AddSingleton<InMemoryRateBudgets>();
        return services.TryAddRedis(configuration)
            ? services.AddSingleton<IRateBudgets>(static p => new SteadyRateBudgets(
                new RedisRateBudgets(p.GetRequiredService<IConnectionMultiplexer>()), p.GetRequiredService<InMemoryRateBudgets>(), p.GetRequiredService<TimeProvider>(),
                p.GetRequiredService<RateMetrics>(), p.GetRequiredService<ILogger<SteadyRateBudgets>>()))
            : services.AddSingleton<IRateBudgets>(static p => p.GetRequiredService<InMemoryRateBudgets>());
    }

    /// <summary>Shared by all nodes where <c>Redis:ConnectionString</c> is set, else each shows its own connections alone.</summary>
    public static IServiceCollection AddPresence(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<InMemoryPresence>().AddSingleton<InMemoryTyping>();
        if (!services.TryAddRedis(configuration))
            return services.AddSingleton<IPresence>(static p => p.GetRequiredService<InMemoryPresence>()).AddSingleton<ITyping>(static p => p.GetRequiredService<InMemoryTyping>());
        return services
            .AddSingleton<IPresence>(static p => new SteadyPresence(
                new RedisPresence(p.GetRequiredService<IConnectionMultiplexer>()), p.GetRequiredService<InMemoryPresence>(), p.GetRequiredService<TimeProvider>(),
                p.GetRequiredService<ILogger<SteadyPresence>>()))
            .AddSingleton<ITyping>(static p => new SteadyTyping(new RedisTyping(p.GetRequiredService<IConnectionMultiplexer>()), p.GetRequiredService<InMemoryTyping>()));
    }

    /// <summary>One connection for all that uses it.</summary>
    private static bool TryAddRedis(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration["Redis:ConnectionString"] is not { Length: > 0 } redis) return false;
        services.TryAddSingleton<IConnectionMultiplexer>(_ => RedisSettings.Connect(redis));
        return true;
    }
}
