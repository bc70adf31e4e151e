using EventChat.Projections.Audit;
using EventChat.Projections.Channels;
using EventChat.Projections.Compliance;
using EventChat.Projections.Emoji;
using EventChat.Projections.Inbox;
using EventChat.Projections.Invites;
using EventChat.Projections.Members;
using EventChat.Projections.Mentions;
using EventChat.Projections.Messages;
using EventChat.Projections.Notifications;
using EventChat.Projections.Running;
using EventChat.Projections.Search;
using EventChat.Projections.Subscriptions;
using EventChat.Projections.Timeline;
using EventChat.Projections.Users;
using EventChat.Projections.Workspaces;
using JasperFx;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Weasel.Core;

namespace EventChat.Projections;

public static class ProjectionsRegistration
{
    /// <summary>The read models in Marten, in a schema of their own beside the log.</summary>
    public static IServiceCollection AddReadModels(this IServiceCollection services, string schema = "readmodels") => services
        .AddSingleton<IDocumentStore>(p => Documents(p.GetRequiredService<NpgsqlDataSource>(), schema))
        .AddSingleton<ViewTables>()
        .AddSingleton<ProjectionProgress>()
        .AddSingleton<Leading>()
        .AddSingleton<TimelineQueries>()
        .AddSingleton<RevisionQueries>()
        .AddSingleton<SavedQueries>()
        .AddSingleton<ScheduledQueries>()
        .AddSingleton<ChannelQueries>()
        .AddSingleton<MemberQueries>()
        .AddSingleton<WorkspaceQueries>()
        .AddSingleton<UserQueries>()
        .AddSingleton<StatusQueries>()
        .AddSingleton<UnreadQueries>()
        .AddSingleton<ThreadQueries>()
        .AddSingleton<CountCheck>()
        .AddSingleton<InviteQueries>()
        .AddSingleton<AuditQueries>()
        .AddSingleton<Replays>()
        .AddSingleton<PlacesThen>()
        .AddSingleton<MentionQueries>()
        .AddSingleton<EmojiQueries>()
        .AddSingleton<SearchQueries>()
        .AddSingleton<Rebuild>()
        .AddProjector<TimelineProjection, TimelineMessage>()
        .AddProjector<RevisionProjection, RevisionView>()
        .AddProjector<SavedProjection, SavedView>()
        .AddProjector<ScheduledProjection, ScheduledView>()
        .AddProjector<ChannelProjection, ChannelView>()
        .AddProjector<MembershipProjection, MembershipView>()
        .AddProjector<WorkspaceProjection, WorkspaceView>()
        .AddProjector<WorkspaceMemberProjection, WorkspaceMemberView>()
        .AddProjector<UserProjection, UserView>()
        .AddProjector<StatusProjection, StatusView>()
        .AddProjector<InviteProjection, InviteView>()
        .AddProjector<EmojiProjection, EmojiView>()
        .AddProjector<SubscriptionProjection, SubscriptionView>()
        .AddSingleton<SubscriptionQueries>()
        .AddSingleton<DeliveryTables>()
        .AddSingleton<DeliveryLog>()
        .AddSingleton<SubscriptionMetrics>()
        .AddSingleton<ChannelHomes>()
        .AddSingleton<Courier>()
        .AddSingleton<IProjector, InboxProjector>()
        .AddSingleton<IProjector, AuditProjector>()
        .AddSingleton<IProjector, SearchProjector>()
        .AddSingleton<IErrand, SearchUpkeep>()
        .AddSingleton<NotificationTables>()
        .AddSingleton<NotificationQueries>()
        .AddSingleton<DigestQueries>()
        .AddSingleton<IProjector, NotificationProjector>();

    /// <summary>Tells apps what they want to be told.</summary>
    public static IServiceCollection AddDispatcher(this IServiceCollection services) =>
        services.AddHostedService<Dispatcher>().AddHostedService(static p => p.GetRequiredService<DeliveryLog>());

    /// <summary>Follows the log and keeps the read models.</summary>
    public static IServiceCollection AddProjectors(this IServiceCollection services) => services.AddHostedService<ProjectionWorker>().AddHostedService<UserChanges>();

    /// <summary>Makes what is missing. Servers that start at the same time do it one after the other: Marten compares, and then makes.</summary>
    public static async Task EnsureReadModels(this IServiceProvider services)
    {
        await using var turn = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        await using var take = new NpgsqlCommand("select pg_advisory_lock(hashtextextended('eventchat read models', 0))", turn);
        await take.ExecuteNonQueryAsync();
        await services.GetRequiredService<IDocumentStore>().Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await using var release = new NpgsqlCommand("select pg_advisory_unlock_all()", turn);
        await release.ExecuteNonQueryAsync();
    }

    private static IServiceCollection AddProjector<TProjection, TView>(this IServiceCollection services)
        where TProjection : IProjection<TView> where TView : class, IView =>
        services.AddSingleton<IProjector, Projector<TProjection, TView>>();

    private static DocumentStore Documents(NpgsqlDataSource postgres, string schema) => DocumentStore.For(options =>
    {
        options.Connection(postgres);
        options.DatabaseSchemaName = schema;
        options.AutoCreateSchemaObjects = AutoCreate.CreateOrUpdate;
        options.UseSystemTextJsonForSerialization(casing: Casing.CamelCase, configure: json => json.TypeInfoResolverChain.Insert(0, ViewJson.Default));
        options.Policies.DisableInformationalFields();
        options.Schema.For<Checkpoint>();
        // An id is indexed as JSON (`data -> 'userId'`), so that is how queries have to ask for it.
        options.Schema.For<TimelineMessage>().Index(m => m.ThreadKey!, index => index.Predicate = "(data ->> 'threadKey') is not null");
        options.Schema.For<RevisionView>();
        options.Schema.For<SavedView>();
        options.Schema.For<ScheduledView>().Index(s => s.Due!, index => index.Predicate = "(data ->> 'due') is not null");
        options.Schema.For<ChannelView>().Index(c => c.WorkspaceId);
        options.Schema.For<MembershipView>().Index(m => m.UserId);
        options.Schema.For<WorkspaceView>();
        options.Schema.For<WorkspaceMemberView>().Index(m => m.UserId);
        options.Schema.For<UserView>();
        options.Schema.For<StatusView>();
        options.Schema.For<MarkView>();
        options.Schema.For<HeadView>();
        options.Schema.For<TallyView>();
        options.Schema.For<FollowView>();
        options.Schema.For<ThreadView>();
        options.Schema.For<MentionView>().Index(m => m.ByChannel).Index(m => m.ByTime);
        // The id goes by workspace and position, and so by time within a workspace.
        options.Schema.For<AuditView>().Index(a => new { a.Actor, a.Id }).Index(a => new { a.Action, a.Id });
        options.Schema.For<AuditSubject>();
        options.Schema.For<EmojiView>().Index(e => e.WorkspaceId);
        options.Schema.For<SubscriptionView>();
        options.Schema.For<InviteView>().Index(i => i.WorkspaceId);
        options.Schema.For<NotificationView>().Index(n => n.MessageKey!, index => index.Predicate = "(data ->> 'messageKey') is not null").Index(n => n.Position);
        options.Schema.For<BroadcastView>().Index(b => b.MessageKey).Index(b => b.Position);
        options.Schema.For<NotifyPerson>();
        options.Schema.For<NotifyMember>().Index(m => m.UserId).Index(m => m.ChannelId, index => index.Predicate = "(data ->> 'hears') = 'true'");
        options.Schema.For<NotifyChannel>();
        options.Schema.For<NotifyGroup>().Index(g => g.WorkspaceId);
        options.Schema.For<NotifyThread>();
        options.Schema.For<NotifyDigest>();
        options.Schema.For<NotifyActivity>().Index(a => a.Minute);
    });
}
