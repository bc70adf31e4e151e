using CsCheck;
using EventChat.Events.Checkpoints;

namespace EventChat.Specs.Checkpoints;

public class LogCheckpointSpecs
{
    private static readonly LogCheckpoint Made = new(new(4711), "0123456789abcdef", new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero), 12, Bytes(1), LogCheckpoint.NoneBefore, Bytes(3));

    [Fact]
    public void It_is_signed_as_lines_that_anybody_can_read() => Assert.Equal("""
        EventChat log checkpoint 1
        position 4711
        epoch 0123456789abcdef
        at 2030-01-01T12:00:00.000Z
        streams 12
        root 0101010101010101010101010101010101010101010101010101010101010101
        previous 0000000000000000000000000000000000000000000000000000000000000000
        key 0303030303030303030303030303030303030303030303030303030303030303

        """, Made.Text);

    [Fact]
    public void What_was_written_is_read() => Assert.Equal(Made.Text, LogCheckpoint.Parse(Made.Text)!.Text);

    [Fact]
    public void What_was_changed_is_not_read_or_is_another() => Gen.Select(Gen.Int[0, Made.Text.Length - 1], Gen.Char[' ', '~']).Sample(static (at, letter) =>
    {
        var changed = $"{Made.Text[..at]}{letter}{Made.Text[(at + 1)..]}";
        Assert.True(LogCheckpoint.Parse(changed) is not { } read || read.Text == changed);
    });

    [Theory]
    [InlineData("")]
    [InlineData("EventChat log checkpoint 1\n")]
    public void What_is_none_is_not_read(string text) => Assert.Null(LogCheckpoint.Parse(text));

    [Fact]
    public void A_line_more_or_less_is_not_read() => Assert.Multiple(
        static () => Assert.Null(LogCheckpoint.Parse($"{Made.Text}\n")),
        static () => Assert.Null(LogCheckpoint.Parse(Made.Text.TrimEnd())),
        static () => Assert.Null(LogCheckpoint.Parse(Made.Text.ReplaceLineEndings("\r\n"))));

    [Fact]
    public void Streams_are_sorted_by_their_bytes() =>
        Assert.Equal(["channel-C1", "name-a", "name-\uFFFD", "name-\U0001F44B"], ((string[])["name-\U0001F44B", "name-\uFFFD", "name-a", "channel-C1"]).Order(Comparer<string>.Create(StreamLeaf.Compare)));

    private static byte[] Bytes(byte value) => [.. Enumerable.Repeat(value, 32)];
}
