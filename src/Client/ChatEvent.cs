using System.Text.Json;

namespace EventChat.Client;

/// <summary>Something that happened in a channel, as the hub pushes it.</summary>
/// <param name="Position">Its place in the log; grows, not necessarily by one.</param>
/// <param name="Version">Its place in the channel: 1, 2, 3, … without a gap.</param>
/// <param name="Type">Such as <c>message.sent</c>.</param>
/// <param name="At">To the millisecond.</param>
/// <param name="Data">By type, as the server's list of events has it.</param>
public sealed record ChatEvent(long Position, string ChannelId, long Version, string Type, DateTimeOffset At, string Actor, JsonElement Data);

/// <summary>What a client has to tell, in the order in which it came about.</summary>
public abstract record ChatUpdate;

/// <summary>An event of a channel: the next version of it, each once.</summary>
public sealed record EventHappened(ChatEvent Event) : ChatUpdate;

/// <summary>The person is in this channel. Its events follow from the next version on; what is before it is to be read over REST.</summary>
public sealed record ChannelOpened(string ChannelId, long Version) : ChatUpdate;

/// <summary>What was told of this channel before is worth nothing, as the server was restored from a backup; its events follow from the next version on.</summary>
public sealed record ChannelReset(string ChannelId, long Version) : ChatUpdate;

/// <summary>The person is not in this channel any more.</summary>
public sealed record ChannelClosed(string ChannelId) : ChatUpdate;

/// <summary>Anything else that the server calls, such as <c>UnreadChanged</c> or <c>Notification</c>.</summary>
public sealed record Called(string Target, JsonElement Argument) : ChatUpdate;

public sealed record StateChanged(ChatState State) : ChatUpdate;

/// <summary>How a client stands to its server.</summary>
public enum ChatState
{
    /// <summary>Not there yet, or away and coming back.</summary>
    Connecting,

    /// <summary>All that happened until now was told, and what happens is told at once.</summary>
    Live,

    /// <summary>Over: closed here, or the session ended.</summary>
    Closed,
}

/// <summary>A message that the server has taken.</summary>
/// <param name="Number">Its name within the channel.</param>
/// <param name="Position">Of its event in the log.</param>
public sealed record SentMessage(string ChannelId, int Number, long Position);

/// <summary>The server said no, and will again.</summary>
/// <param name="status">Of HTTP.</param>
/// <param name="code">Stable, such as <c>channel.not-found</c>.</param>
public sealed class ChatRefusedException(int status, string code, string detail) : Exception(detail)
{
    public int Status => status;
    public string Code => code;
}
