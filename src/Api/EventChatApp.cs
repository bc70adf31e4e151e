using EventChat.Adapters;
using EventChat.Adapters.Accounts;
using EventChat.Adapters.Checkpoints;
using EventChat.Adapters.Drafts;
using EventChat.Adapters.EventStore;
using EventChat.Adapters.Exports;
using EventChat.Adapters.Jobs;
using EventChat.Adapters.Privacy;
using EventChat.Adapters.Push;
using EventChat.Api.Apps;
using EventChat.Api.Audit;
using EventChat.Api.Auth;
using EventChat.Api.Channels;
using EventChat.Api.Checkpoints;
using EventChat.Api.Compliance;
using EventChat.Api.Demo;
using EventChat.Api.Drafts;
using EventChat.Api.Emoji;
using EventChat.Api.Exports;
using EventChat.Api.Groups;
using EventChat.Api.Hooks;
using EventChat.Api.Http;
using EventChat.Api.Inbox;
using EventChat.Api.Interactions;
using EventChat.Api.Invites;
using EventChat.Api.Messages;
using EventChat.Api.Notifications;
using EventChat.Api.Operations;
using EventChat.Api.Presence;
using EventChat.Api.Previews;
using EventChat.Api.Privacy;
using EventChat.Api.RateLimits;
using EventChat.Api.Search;
using EventChat.Api.Subscriptions;
using EventChat.Api.Typing;
using EventChat.Api.Users;
using EventChat.Api.Workspaces;
using EventChat.Commands;
using EventChat.Commands.Handling;
using EventChat.Projections;
using EventChat.Projections.Running;
using EventChat.Projections.Search;
using EventChat.Projections.Subscriptions;
using EventChat.Realtime;
using EventChat.Realtime.Calls;
using EventChat.Realtime.Presence;
using Microsoft.Extensions.Options;

namespace EventChat.Api;

/// <summary>The composition: one list of rooms, and the order in which a request passes through them.</summary>
public static class EventChatApp
{
    /// <summary>Larger than the largest message in JSON with every character escaped.</summary>
    private const int MaxBodyBytes = 256 * 1024;

    /// <summary>More than browsers and proxies send; the largest is the access token.</summary>
    private const int MaxHeaders = 64, MaxHeaderBytes = 32 * 1024;

    private static readonly TimeSpan HeaderPatience = TimeSpan.FromSeconds(15);

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders().AddSimpleConsole(static console => console.SingleLine = true)
            .AddFilter(static (category, level) => level >= (category?.StartsWith("EventChat", StringComparison.Ordinal) == true ? LogLevel.Information : LogLevel.Warning))
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error)
            // Why the server does not start is said in one line on standard error.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", static level => level >= LogLevel.Error && Operations.Serving.HasStarted)
            // It would make an activity and a logging scope for each request.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            // What is merely late is said by whoever is, once, and not at each look.
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Error)
            .AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None);
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.RequestHeaderEncodingSelector = Legible.EncodingOf;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MaxRequestHeaderCount = MaxHeaders;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            kestrel.Limits.RequestHeadersTimeout = HeaderPatience;
        });
        // The framework's own switch for forwarded headers believes everybody.
        builder.WebHost.UseSetting("FORWARDEDHEADERS_ENABLED", "false");
        builder.Configuration.AddSecretFiles();
        return builder;
    }

    /// <summary>Refuses settings that are wrong before anything is made or opened.</summary>
    public static void CheckSettings(IConfiguration configuration)
    {
        using var services = new ServiceCollection().AddLogging().AddSingleton(configuration).AddRooms(configuration, "").BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
    }

    public static WebApplication Build(WebApplicationBuilder builder, string connectionString)
    {
        builder.Services.AddRooms(builder.Configuration, connectionString);
        var app = builder.Build();
        app.Services.GetRequiredService<HubCalls>().Enter(app);
        app.UseRoutingOfHead();
        app.UseKnownProxies();
        app.UseMiddleware<Protection>();
        app.UseMiddleware<Failures>();
        app.UseCrossOrigin();
        app.UseMiddleware<Door>();
        app.UseRateLimits();
        app.UseMiddleware<Legible>();
        app.UseMiddleware<Edge>();
        Unsubscribing.Map(app);
        HookReceiver.Map(app);
        app.MapOperations().MapRealtime().WithMetadata(new MembersOnly());
        app.MapGroup("/api/v1").WithMetadata(new MembersOnly()).MapAuth().MapSessions().MapUsers().MapWorkspaces().MapChannels().MapMembers().MapMessages().MapTimeline().MapRevisions().MapInbox().MapDirectVisibility().MapThreads()
            .MapPins().MapTyping().MapForwards().MapSaved().MapScheduled().MapDrafts()
            .MapInvites().MapDirects().MapAudit().MapGroups().MapEmoji().MapApps().MapHooks().MapSubscriptions().MapInteractions()
            .MapPreferences().MapNotifications().MapPushes().MapSearch().MapCompliance().MapErasures().MapCheckpoints().MapExports();
        return app;
    }

    /// <summary>Makes what is missing in the database and begins to write and to follow the log.</summary>
    public static async Task Open(this IServiceProvider services, CancellationToken ct)
    {
        await services.GetRequiredService<PostgresKeyring>().Open(Database.Folder(services.GetRequiredService<IConfiguration>()), ct);
        await services.GetRequiredService<PostgresEventStore>().Start(ct);
        await services.EnsureReadModels();
        await services.GetRequiredService<ISearchIndex>().Prepare(ct);
        await services.GetRequiredService<AccountTables>().EnsureSchema(ct);
        await services.GetRequiredService<PushSubscriptions>().EnsureSchema(ct);
        await services.GetRequiredService<FailedJobs>().EnsureSchema(ct);
        await services.GetRequiredService<PostgresDrafts>().EnsureSchema(ct);
        await services.GetRequiredService<DeliveryTables>().EnsureSchema(ct);
        await services.GetRequiredService<CheckpointTables>().EnsureSchema(ct);
        await services.GetRequiredService<ExportTable>().EnsureSchema(ct);
        await services.GetRequiredService<Tokens>().Load(ct);
    }

    private static IServiceCollection AddRooms(this IServiceCollection services, IConfiguration configuration, string connectionString)
    {
        services.AddSingleton(TimeProvider.System).AddPostgres(connectionString).AddEventStore().AddAccounts().AddDrafts().AddJobs(configuration).AddWebhooks().AddLogCheckpoints().AddExportFiles();
        services.AddOptionsWithValidateOnStart<CommandOptions>().BindConfiguration(CommandOptions.Section).ValidateDataAnnotations();
        services.AddCommands().AddReadModels().AddSearch().AddRealtime().AddProjectors().AddDispatcher().AddOperations();
        services.AddRateLimits(configuration).AddPresence(configuration).AddCrossOrigin().AddKnownProxies().AddApi();
        return services;
    }

    private static void AddApi(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<AuthOptions, AuthOptionsValidator>().BindConfiguration(AuthOptions.Section);
        services.AddSingleton<Sessions>().AddHostedService(static p => p.GetRequiredService<Sessions>()).AddHostedService<KeyRotation>();
        services.AddSingleton<Tokens>().AddSingleton<SignIns>().AddSingleton<Accounts>().AddSingleton<Authors>().AddSingleton<Callers>().AddSingleton<ChannelCommands>();
        services.AddWorkspaces().AddInvites().AddApps().AddHooks().AddSubscriptions().AddInteractions().AddAudit().AddCompliance().AddErasures().AddNotifications().AddSingleton<MessageSearch>();
        services.AddSingleton<Sending>().AddSingleton<Sources>().AddSingleton<ScheduledWords>().AddSingleton<IErrand, ScheduledSender>().AddHostedService<ErrandWorker>();
        services.AddPreviews();
        services.AddCheckpoints().AddExports();
        services.AddSingleton<DraftDesk>();
        services.AddDemo();
        services.AddSingleton<IColleagues, Colleagues>().AddSingleton<IHubBudgets, HubBudgets>();
        services.AddSingleton<ErrorHandling>().AddSingleton<HubCalls>().AddSingleton<IHubCalls>(static p => p.GetRequiredService<HubCalls>());
        services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            json.SerializerOptions.Converters.Add(new TimestampJson());
        });
        services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true);
    }
}
