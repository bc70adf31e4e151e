using System.Text.Json.Serialization.Metadata;
using EventChat.Events.Store;
using EventChat.Events.Users;
using EventChat.Projections.Running;

namespace EventChat.Projections.Users;

/// <summary>A person as others see it.</summary>
public sealed record UserView(string Id, string Username, string DisplayName) : IView;

public sealed class UserProjection : IProjection<UserView>
{
    public static string Name => "users";
    public static StreamFilter Streams { get; } = new(StreamName.Users);
    public static JsonTypeInfo<UserView> Json => ViewJson.Default.UserView;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) =>
        recorded.Event is UserRegistered ? [recorded.Stream.Value[StreamName.Users.Length..]] : [];

    public static UserView? Evolve(UserView? view, string id, RecordedEvent recorded) => recorded.Event switch
    {
        UserRegistered e => new(id, e.Username, e.DisplayName),
        _ => view,
    };
}
