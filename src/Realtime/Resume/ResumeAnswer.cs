using System.Buffers;
using System.Text;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Realtime.Calls;

namespace EventChat.Realtime.Resume;

/// <summary>
/// <c>{position, epoch, channels, others}</c>, and of each channel <c>{channelId, version, events}</c> with all that is missing up to the version, <c>{channelId, more: true}</c> where that is
/// too much for one answer, <c>{channelId, reset}</c> where it has to be fetched anew, and why, or <c>{channelId, gone: true}</c>. Never a part that looks like all.
/// </summary>
internal sealed class ResumeAnswer
{
    /// <summary>In bytes.</summary>
    private const int Most = 1024 * 1024;

    private readonly ArrayBufferWriter<byte> json = new(1_024);
    private bool isBegun;

    public ResumeAnswer(Position position, string epoch) => Write($$"""{"position":{{position.Value}},"epoch":"{{epoch}}","channels":[""");

    /// <summary>The channel of another epoch, of a version that it never had, or of an event that was another one.</summary>
    public void Reset(ChannelId channel, ResetReason reason) => Write(channel, $"\"reset\":\"{(reason switch { ResetReason.Epoch => "epoch", ResetReason.Ahead => "ahead", _ => "history" })}\"}}");

    /// <summary>The person is not in the channel, or there is none.</summary>
    public void Gone(ChannelId channel) => Write(channel, "\"gone\":true}");

    public void More(ChannelId channel) => Write(channel, "\"more\":true}");

    public void Whole(ChannelId channel, long version, IReadOnlyList<byte[]> events)
    {
        if (json.WrittenCount + events.Sum(static e => e.Length + 1) > Most)
        {
            More(channel);
            return;
        }

        Write(channel, $"\"version\":{version},\"events\":[");
        for (var i = 0; i < events.Count; i++)
        {
            if (i > 0) json.Write(","u8);
            json.Write(events[i]);
        }

        json.Write("]}"u8);
    }

    /// <param name="others">Channels that the person is in and did not ask for.</param>
    public HubAnswer End(IEnumerable<ChannelId> others)
    {
        Write($"],\"others\":[{string.Join(',', others.Select(static c => $"\"{c}\""))}]}}");
        return new(json.WrittenMemory);
    }

    private void Write(ChannelId channel, string rest)
    {
        Write($$"""{{(isBegun ? "," : "")}}{"channelId":"{{channel}}",""");
        Write(rest);
        isBegun = true;
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, json);
}

/// <summary>Why what a client has is worth nothing.</summary>
internal enum ResetReason
{
    /// <summary>The log was restored, or another server took over.</summary>
    Epoch,

    /// <summary>The channel has not come that far.</summary>
    Ahead,

    /// <summary>The event of that version is another one.</summary>
    History,
}
