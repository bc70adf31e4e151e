using EventChat.Events;

namespace EventChat.Commands.Channels;

/// <summary>What a channel, or a thread of it, comes to for somebody in it, counted from a number on.</summary>
/// <param name="Unread">What stands after the number and was written by others.</param>
/// <param name="Version">Of the channel's stream, which this is true of.</param>
/// <param name="Joined">Version of the event that let the person in.</param>
/// <param name="After">Number of the newest message then: what came before is read.</param>
public sealed record ChannelCount(int LastNumber, int Unread, long Version, long Joined, int After)
{
    /// <summary>How far the person has read, given the last mark they made: who comes back has read what was there.</summary>
    public int MarkOf((int Number, long Version)? marked) => marked is { } mark && mark.Version >= Joined ? mark.Number : After;
}

public static class ChannelCounting
{
    extension(Channel channel)
    {
        /// <summary>The channel's own messages: replies only where they were shown there too.</summary>
        public ChannelCount Count(UserId user, int after, long version) => channel.Counted(user, after, version, static m => m.ThreadRoot == 0 || m.IsBroadcast);

        /// <summary>The replies of a thread.</summary>
        public ChannelCount CountThread(UserId user, int root, int after, long version) => channel.Counted(user, after, version, m => m.ThreadRoot == root);

        /// <summary>Number of somebody's newest reply in a thread, also of one that was deleted; 0 for none.</summary>
        public int LastReply(UserId user, int root)
        {
            var number = channel.LastNumber;
            while (number > root && (channel.Find(number) is not { } message || message.ThreadRoot != root || message.Author != user)) number--;
            return number > root ? number : 0;
        }

        private ChannelCount Counted(UserId user, int after, long version, Func<MessageFacts, bool> counts)
        {
            var unread = 0;
            for (var number = Math.Clamp(after, 0, channel.LastNumber) + 1; number <= channel.LastNumber; number++)
                if (channel.Find(number) is { IsDeleted: false } message && message.Author != user && counts(message)) unread++;
            var (joined, last) = channel.JoinedAt(user);
            return new(channel.LastNumber, unread, version, joined, last);
        }
    }
}
