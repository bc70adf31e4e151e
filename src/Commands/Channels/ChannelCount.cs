using EventChat.Events;

namespace EventChat.Commands.Channels;

/// <summary>What a channel, or a thread of it, comes to for somebody in it, counted from a number on.</summary>
/// <param name="Unread">What stands after the number and was written by others.</param>
/// <param name="Version">Of the channel's stream, which this is true of.</param>
/// <param name="Joined">Version of the event that let the person in.</param>
/// <param name="After">Number of the newest message then: what came before is read.</param>
/// <param name="MentionedIn">Numbers of those that call the person; null where they are more than <see cref="MaxMentions"/>.</param>
public sealed record ChannelCount(int LastNumber, int Unread, long Version, long Joined, int After, IReadOnlyList<int>? MentionedIn = null)
{
    /// <summary>Numbers that one count names.</summary>
    public const int MaxMentions = 1_000;

    /// <summary>How far the person has read, given the last mark they made: who comes back has read what was there.</summary>
    public int MarkOf((int Number, long Version)? marked) => marked is { } mark && mark.Version >= Joined ? mark.Number : After;
}

public static class ChannelCounting
{
    extension(Channel channel)
    {
        /// <summary>The channel's own messages: replies only where they were shown there too.</summary>
        /// <param name="groups">That the person is in.</param>
        public ChannelCount Count(UserId user, int after, long version, IEnumerable<GroupId> groups) =>
            channel.Counted(user, after, version, groups, static m => m.ThreadRoot == 0 || m.IsBroadcast, static m => m.ThreadRoot == 0 || m.IsBroadcast);

        /// <summary>The replies of a thread; those that are shown in the channel call there.</summary>
        /// <param name="groups">That the person is in.</param>
        public ChannelCount CountThread(UserId user, int root, int after, long version, IEnumerable<GroupId> groups) =>
            channel.Counted(user, after, version, groups, m => m.ThreadRoot == root, m => m.ThreadRoot == root && !m.IsBroadcast);

        /// <summary>Number of somebody's newest reply in a thread, also of one that was deleted; 0 for none.</summary>
        public int LastReply(UserId user, int root)
        {
            var number = channel.LastNumber;
            while (number > root && (channel.Find(number) is not { } message || message.ThreadRoot != root || message.Author != user)) number--;
            return number > root ? number : 0;
        }

        private ChannelCount Counted(
            UserId user, int after, long version, IEnumerable<GroupId> groups, Func<MessageFacts, bool> counts, Func<MessageFacts, bool> calls)
        {
            var unread = 0;
            for (var number = Math.Clamp(after, 0, channel.LastNumber) + 1; number <= channel.LastNumber; number++)
                if (channel.Find(number) is { IsDeleted: false } message && message.Author != user && counts(message)) unread++;
            var (joined, last) = channel.JoinedAt(user);
            return new(channel.LastNumber, unread, version, joined, last, channel.MentionedIn(user, after, groups, calls));
        }

        private List<int>? MentionedIn(UserId user, int after, IEnumerable<GroupId> groups, Func<MessageFacts, bool> calls)
        {
            List<int> found = [];
            foreach (var number in channel.Mentions.Calling(user, groups, after))
            {
                if (channel.Find(number) is not { } message || message.Author == user || !calls(message)) continue;
                if (found.Count == ChannelCount.MaxMentions) return null;
                found.Add(number);
            }

            return found;
        }
    }
}
