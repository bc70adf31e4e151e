using System.Text.Json;
using CsCheck;
using EventChat.Client;

namespace EventChat.Specs.Realtime;

public sealed class ChannelSequenceSpecs
{
    [Fact]
    public void What_comes_next_is_told_and_what_is_known_is_not()
    {
        var channel = new ChannelSequence(5);

        Assert.Empty(channel.Take(Event(5)));
        Assert.Equal([6L], channel.Take(Event(6)).Select(static e => e.Version));
        Assert.Empty(channel.Take(Event(6)));
        Assert.Equal((6, false), (channel.Version, channel.HasGap));
    }

    [Fact]
    public void What_is_ahead_waits_for_what_is_missing()
    {
        var channel = new ChannelSequence(0);

        Assert.Empty(channel.Take(Event(3)));
        Assert.True(channel.HasGap);
        Assert.Equal([1L], channel.Take(Event(1)).Select(static e => e.Version));
        Assert.Equal([2L, 3L], channel.Take(Event(2)).Select(static e => e.Version));
        Assert.False(channel.HasGap);
    }

    [Fact]
    public void Whatever_the_order_and_however_often_each_is_told_once_and_in_order() => Gen.Int[1, 40].Array[0, 200].Sample(versions =>
    {
        var channel = new ChannelSequence(0);
        List<long> told = [];
        foreach (var version in versions.Concat(Enumerable.Range(1, 40))) told.AddRange(channel.Take(Event(version)).Select(static e => e.Version));

        Assert.Equal(Enumerable.Range(1, 40).Select(static v => (long)v), told);
        Assert.False(channel.HasGap);
    });

    private static ChatEvent Event(long version) => new(version * 10, "C", version, "message.sent", DateTimeOffset.UnixEpoch, "U", JsonElement.Parse("{}"));
}
