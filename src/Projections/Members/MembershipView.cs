using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Projections.Members;

/// <summary>One person in one channel, for as long as it lasts.</summary>
/// <param name="JoinedVersion">Version of the channel's event that made it so.</param>
public sealed record MembershipView(string Id, ChannelId ChannelId, UserId UserId, DateTimeOffset JoinedAt, long JoinedVersion) : IView;

public sealed class MembershipProjection : IProjection<MembershipView>
{
    public static string Name => "members";
    public static StreamFilter Streams { get; } = new(StreamName.Channels);
    public static JsonTypeInfo<MembershipView> Json => ViewJson.Default.MembershipView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event switch
    {
        MemberJoined e => [Of(recorded, e.UserId)],
        MemberLeft e => [Of(recorded, e.UserId)],
        _ => [],
    };

    public static MembershipView? Evolve(MembershipView? view, string id, RecordedEvent recorded) => recorded.Event switch
    {
        MemberJoined e => new(id, recorded.Stream.Id<ChannelId>(), e.UserId, recorded.RecordedAt, recorded.Version),
        MemberLeft => null,
        _ => view,
    };

    private static string Of(RecordedEvent recorded, UserId user) => $"{recorded.Stream.Value.AsSpan(StreamName.Channels.Length)}:{user}";
}
