using System.Text.Json.Serialization;
using EventChat.Events;
using EventChat.Events.Notifications;
using EventChat.Events.Serialization;

namespace EventChat.Projections.Notifications;

/// <summary>Why somebody is told. Where there are several reasons, the one that names them most.</summary>
[JsonConverter(typeof(WordJson<NotifyReason>))]
public enum NotifyReason
{
    /// <summary>Written to them and few others.</summary>
    [JsonStringEnumMemberName("dm")] Direct = 1,
    [JsonStringEnumMemberName("mention")] Mention,

    /// <summary>A group that they are in was mentioned.</summary>
    [JsonStringEnumMemberName("group")] Group,
    [JsonStringEnumMemberName("everyone")] Everyone,

    /// <summary>Everybody was who had been active within <see cref="Audience.ActiveMinutes"/>.</summary>
    [JsonStringEnumMemberName("here")] Here,
    [JsonStringEnumMemberName("thread-reply")] ThreadReply,
    [JsonStringEnumMemberName("keyword")] Keyword,

    /// <summary>They want to be told of every message there.</summary>
    [JsonStringEnumMemberName("message")] Message,
    [JsonStringEnumMemberName("reaction")] Reaction,

    /// <summary>Somebody brought them into a workspace or a channel.</summary>
    [JsonStringEnumMemberName("invite")] Invite,

    /// <summary>The address that a bot of theirs is told at does not work, so that nothing is posted to it for now.</summary>
    [JsonStringEnumMemberName("subscription-paused")] SubscriptionPaused,
}

/// <summary>What of a message decides whom it is for.</summary>
/// <param name="IsReply">Shown in its thread alone.</param>
public readonly record struct Said(UserId Author, bool IsDirect = false, bool IsReply = false, bool Everyone = false, bool Here = false);

/// <summary>One person, as far as a message concerns them.</summary>
/// <param name="InGroup">Of a group that the message mentions.</param>
/// <param name="Follows">The thread that the message is in.</param>
/// <param name="HasKeyword">A word of theirs is in the text.</param>
public readonly record struct Listener(
    UserId User, EffectiveRules Rules, bool IsMember = true, bool IsNamed = false, bool InGroup = false, bool Follows = false, bool HasKeyword = false,
    bool IsActive = false);

/// <summary>Who is told of what; pure.</summary>
public static class Audience
{
    /// <summary>How long somebody counts as active after they wrote, reacted, read or signed in, to the minute.</summary>
    public const int ActiveMinutes = 5;

    /// <returns>Null for who is not told: nobody outside the channel ever is, and nobody of what they did themselves.</returns>
    public static NotifyReason? Why(Said said, Listener listener)
    {
        if (!listener.IsMember || listener.User == said.Author) return null;
        var level = listener.Rules.LevelIn(said.IsDirect);
        if (level == NotifyLevel.Nothing) return null;
        if (listener.Rules.Muted) return listener.IsNamed ? NotifyReason.Mention : null;

        return said.IsDirect && level == NotifyLevel.All ? NotifyReason.Direct
            : listener.IsNamed ? NotifyReason.Mention
            : listener.InGroup ? NotifyReason.Group
            : said.Everyone ? NotifyReason.Everyone
            : said.Here && listener.IsActive ? NotifyReason.Here
            : listener.Follows ? NotifyReason.ThreadReply
            : listener.HasKeyword ? NotifyReason.Keyword
            : level == NotifyLevel.All && !said.IsReply ? NotifyReason.Message
            : null;
    }

    /// <summary>Whether the author of a message is told that somebody reacted to it.</summary>
    public static bool HearsReaction(UserId by, Listener author, bool isDirect) =>
        author.IsMember && author.User != by && !author.Rules.Muted && author.Rules.LevelIn(isDirect) != NotifyLevel.Nothing;

    public static bool IsActive(int minute, DateTimeOffset at) => MinuteOf(at) - minute <= ActiveMinutes;

    /// <summary>Minutes since 1970.</summary>
    public static int MinuteOf(DateTimeOffset at) => (int)(at.ToUnixTimeSeconds() / 60);
}
