using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization.Metadata;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Projections.Running;

namespace EventChat.Projections.Inbox;

/// <summary>
/// Which of 1,024 numbers of a channel stand, a bit each: in the channel itself (no replies, unless they were shown there too), in a thread, and of one person in
/// either. What is unread is then what stands after the mark less what of it is one's own, and a message costs the same however many may read it.
/// </summary>
/// <param name="Bits">The lowest bit of the first byte is the first number.</param>
/// <param name="Count">How many bits are set.</param>
public sealed record TallyView(string Id, byte[] Bits, int Count) : IView
{
    public const int Size = 1024;

    /// <summary>A channel's own messages.</summary>
    public static string Line(ChannelId channel) => $"{channel}";

    /// <summary>The replies of a thread.</summary>
    public static string Line(ChannelId channel, int root) => $"T{channel}:{root:D10}";

    public static string IdOf(string line, int number) => $"{line}:{(number - 1) / Size:D10}";

    public static string IdOf(UserId author, string line, int number) => $"{author}:{IdOf(line, number)}";

    /// <summary>How many of the block's numbers after one within the block stand.</summary>
    /// <param name="read">Of the numbers of the block, how many are read: 0 to 1,023.</param>
    public static int After(ReadOnlySpan<byte> bits, int read)
    {
        var count = 0;
        var words = MemoryMarshal.Cast<byte, ulong>(bits);
        for (var word = read / 64; word < words.Length; word++)
            count += BitOperations.PopCount(word == read / 64 ? words[word] >> read % 64 : words[word]);
        return count;
    }

    public static TallyView? With(TallyView? view, string id, int number, bool stands)
    {
        var (at, bit) = ((number - 1) % Size / 8, (byte)(1 << (number - 1) % 8));
        if ((view is not null && (view.Bits[at] & bit) != 0) == stands) return view;
        var bits = view is null ? new byte[Size / 8] : (byte[])view.Bits.Clone();
        bits[at] ^= bit;
        return new(id, bits, (view?.Count ?? 0) + (stands ? 1 : -1));
    }
}

public sealed class TallyProjection : IProjection<TallyView>
{
    public static string Name => InboxProjector.ProjectionName;
    public static StreamFilter Streams => InboxProjector.Heard;
    public static JsonTypeInfo<TallyView> Json => ViewJson.Default.TallyView;

    /// <summary>Of a few hundred bytes each.</summary>
    public static int Kept => 8192;

    public static IReadOnlyList<string> Concerns(RecordedEvent recorded) => recorded.Event switch
    {
        MessageSent e => Blocks(recorded.Stream.Id<ChannelId>(), e.Number, recorded.Actor, e.ThreadRoot, e.ThreadRoot is null || e.Broadcast == true),
        // Older deletions do not say whether a reply was shown in the channel too; where it was not, there is no bit to take.
        MessageDeleted e => Blocks(recorded.Stream.Id<ChannelId>(), e.Number, e.Author, e.ThreadRoot, isShown: true),
        _ => [],
    };

    public static TallyView? Evolve(TallyView? view, string id, RecordedEvent recorded) => recorded.Event switch
    {
        MessageSent e => TallyView.With(view, id, e.Number, stands: true),
        MessageDeleted e => TallyView.With(view, id, e.Number, stands: false),
        _ => view,
    };

    private static string[] Blocks(ChannelId channel, int number, UserId author, int? root, bool isShown)
    {
        var line = TallyView.Line(channel);
        if (root is not { } thread) return [TallyView.IdOf(line, number), TallyView.IdOf(author, line, number)];
        var replies = TallyView.Line(channel, thread);
        string[] ids = [TallyView.IdOf(replies, number), TallyView.IdOf(author, replies, number)];
        return isShown ? [.. ids, TallyView.IdOf(line, number), TallyView.IdOf(author, line, number)] : ids;
    }
}
