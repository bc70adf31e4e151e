using System.Text.Json.Serialization;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Projections.Running;

namespace EventChat.Projections.Mentions;

/// <summary>
/// That a message calls somebody: one row a message for each person it names, one for each group, one for everybody and one for the active, however many people that are. It goes when the
/// message is deleted, and when an edit no longer says so. The person need not be in the channel: whoever counts or tells asks only about channels that the person is in.
/// </summary>
/// <param name="Id">Begins with the message's.</param>
/// <param name="ByChannel">What it is counted by: target, channel and number.</param>
/// <param name="ByTime">What feeds go by: target (and its channel where the target is everybody in it or the active) and position.</param>
/// <param name="ThreadRoot">Number of the message that this one answers.</param>
/// <param name="Author">Of the message.</param>
/// <param name="Position">Of the event that first said so: the sending, or the edit that brought it in.</param>
/// <param name="UserId">Who is named; absent for the other kinds.</param>
/// <param name="Broadcast">A reply that is shown in the channel too.</param>
public sealed record MentionView(
    string Id, string ByChannel, string ByTime, ChannelId ChannelId, int Number, int? ThreadRoot,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] UserId Author, EntityKind Kind, long Position, DateTimeOffset At, UserId? UserId = null,
    GroupId? GroupId = null, bool? Broadcast = null) : IView;

/// <summary>Whom a mention calls, as rows are found by.</summary>
public static class MentionTarget
{
    /// <summary>Everybody in the channel.</summary>
    public const string Everyone = "E";

    /// <summary>Everybody in the channel who is active.</summary>
    public const string Here = "H";

    public static string Of(UserId user) => user.ToString();

    public static string Of(GroupId group) => group.ToString();

    /// <summary>In a feed, everybody or the active of one channel.</summary>
    public static string In(ChannelId channel, string target) => target + channel;

    /// <returns>Null for an entity that calls nobody.</returns>
    internal static string? Of(TextEntity entity) => entity.Kind switch
    {
        EntityKind.User => entity.UserId?.ToString(),
        EntityKind.Group => entity.GroupId?.ToString(),
        EntityKind.Everyone => Everyone,
        EntityKind.Here => Here,
        _ => null,
    };
}
