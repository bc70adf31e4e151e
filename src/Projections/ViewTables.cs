using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EventChat.Events.Store;
using EventChat.Projections.Audit;
using EventChat.Projections.Channels;
using EventChat.Projections.Emoji;
using EventChat.Projections.Inbox;
using EventChat.Projections.Invites;
using EventChat.Projections.Members;
using EventChat.Projections.Mentions;
using EventChat.Projections.Messages;
using EventChat.Projections.Notifications;
using EventChat.Projections.Running;
using EventChat.Projections.Subscriptions;
using EventChat.Projections.Timeline;
using EventChat.Projections.Users;
using EventChat.Projections.Workspaces;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventChat.Projections;

/// <summary>
/// Where Marten keeps which view, for the reads that are worth SQL of their own: plain LINQ costs four times as much.
/// </summary>
public sealed class ViewTables(IDocumentStore documents, [FromKeyedServices(ViewTables.Pool)] NpgsqlDataSource postgres)
{
    /// <summary>The key under which the connections for these reads are registered.</summary>
    public const string Pool = "views";


    public string Timeline { get; } = documents.Options.Schema.For<TimelineMessage>();
    public string Revisions { get; } = documents.Options.Schema.For<RevisionView>();
    public string Saved { get; } = documents.Options.Schema.For<SavedView>();
    public string Scheduled { get; } = documents.Options.Schema.For<ScheduledView>();
    public string Channels { get; } = documents.Options.Schema.For<ChannelView>();
    public string Members { get; } = documents.Options.Schema.For<MembershipView>();
    public string Workspaces { get; } = documents.Options.Schema.For<WorkspaceView>();
    public string WorkspaceMembers { get; } = documents.Options.Schema.For<WorkspaceMemberView>();
    public string Users { get; } = documents.Options.Schema.For<UserView>();
    public string Statuses { get; } = documents.Options.Schema.For<StatusView>();
    public string Marks { get; } = documents.Options.Schema.For<MarkView>();
    public string Heads { get; } = documents.Options.Schema.For<HeadView>();
    public string Tallies { get; } = documents.Options.Schema.For<TallyView>();
    public string Follows { get; } = documents.Options.Schema.For<FollowView>();
    public string Threads { get; } = documents.Options.Schema.For<ThreadView>();
    public string Invites { get; } = documents.Options.Schema.For<InviteView>();
    public string Emoji { get; } = documents.Options.Schema.For<EmojiView>();
    public string Mentions { get; } = documents.Options.Schema.For<MentionView>();
    public string Notifications { get; } = documents.Options.Schema.For<NotificationView>();
    public string Broadcasts { get; } = documents.Options.Schema.For<BroadcastView>();
    public string NotifyActivity { get; } = documents.Options.Schema.For<NotifyActivity>();
    public string NotifyDigests { get; } = documents.Options.Schema.For<NotifyDigest>();
    public string NotifyThreads { get; } = documents.Options.Schema.For<NotifyThread>();
    public string NotifyPeople { get; } = documents.Options.Schema.For<NotifyPerson>();
    public string NotifyMembers { get; } = documents.Options.Schema.For<NotifyMember>();
    public string Audit { get; } = documents.Options.Schema.For<AuditView>();
    public string AuditSubjects { get; } = documents.Options.Schema.For<AuditSubject>();
    public string Subscriptions { get; } = documents.Options.Schema.For<SubscriptionView>();
    public string Checkpoints { get; } = documents.Options.Schema.For<Checkpoint>();

    /// <summary>Views from the first column of each row.</summary>
    internal async Task<List<TView>> Read<TView>(JsonTypeInfo<TView> json, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = postgres.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        List<TView> views = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) views.Add(JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(0), json)!);
        return views;
    }

    /// <summary>How far a projection has certainly come.</summary>
    internal async Task<Position> ReadCheckpoint(string projection, CancellationToken ct)
    {
        await using var command = postgres.CreateCommand($"select (data ->> 'position')::bigint from {Checkpoints} where id = $1");
        command.Parameters.Add(Parameter.Of(projection));
        return new(await command.ExecuteScalarAsync(ct) is long position ? position : 0);
    }

    internal NpgsqlDataSource Postgres => postgres;
}

internal static class Parameter
{
    public static NpgsqlParameter Of<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
