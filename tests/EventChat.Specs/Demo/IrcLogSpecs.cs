using System.Text;
using CsCheck;
using EventChat.Api.Demo;

namespace EventChat.Specs.Demo;

public class IrcLogSpecs
{
    [Fact]
    public void The_day_comes_from_the_name_and_lines_keep_their_order() => Assert.Equal(
        ["2030-01-01 09:59 ada", "2030-01-01 09:59 bob", "2030-01-01 10:00 ada"],
        Times("[09:59] <ada> one", "[09:59] <bob> two", "[10:00] <ada> three"));

    [Theory]
    [InlineData("[23:59]", "[00:01]")]
    [InlineData("[11:54]", "[00:05]")]
    public void A_clock_that_falls_back_by_hours_has_passed_midnight(string before, string after) => Assert.Equal(
        [$"2030-01-01 {before[1..6]} ada", $"2030-01-02 {after[1..6]} bob", $"2030-01-02 {after[1..6]} ada"],
        Times($"{before} <ada> one", $"{after} <bob> two", $"{after} <ada> three"));

    [Fact]
    public void A_clock_that_was_set_back_a_little_stays_on_its_day() => Assert.Equal(
        ["2030-01-01 10:01 ada", "2030-01-01 09:58 bob"], Times("[10:01] <ada> one", "[09:58] <bob> two"));

    [Fact]
    public void A_system_line_takes_the_time_of_the_line_before_or_of_the_first_message() => Assert.Equal(
        ["joined 09:14", "said 09:14", "said 09:20", "left 09:20"],
        Parse("=== ada has joined #general", "[09:14] <ada> hi", "[09:20] <ada> bye", "=== ada has left #general").Lines
            .Select(line => $"{line.Kind} {line.At:HH:mm}"));

    [Fact]
    public void Formatting_and_other_controls_are_taken_out_and_counted()
    {
        var log = Parse(
            "[12:00] <a\u0002da> \u00034,12red\u0003 \u000f5,0 \u0003,x\u0004FF0000y\u0016\u001f",
            "[12:01] <bob> \u007fno\u0008\ttab");

        Assert.Equal(["ada: red 5,0 ,xy", "bob: no\ttab"], log.Messages.Select(m => $"{m.Nick}: {m.Text}"));
        Assert.Equal(new IrcRepairs(Replaced: 0, Formatting: 8, Controls: 2), log.Repairs);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_replaced_and_counted()
    {
        byte[] raw = [.. "[12:00] <ada> caf"u8, 0xE9, .. " \uFFFD ok\r\n[12:01] <bob> fine\n"u8];
        var log = IrcLog.Parse("2030-01-01.general", raw, []);

        Assert.Equal(["caf\uFFFD \uFFFD ok", "fine"], log.Messages.Select(m => m.Text));
        Assert.Equal(new IrcRepairs(Replaced: 1, Formatting: 0, Controls: 0), log.Repairs);
    }

    [Fact]
    public void An_empty_file_is_an_empty_log() => Assert.Empty(IrcLog.Parse("2030-01-01", [], []).Lines);

    [Fact]
    public void A_log_without_a_date_in_its_name_is_refused() =>
        Assert.Throws<InvalidDataException>(() => IrcLog.Parse("general", [], []));

    [Fact]
    public void Any_lines_end_in_exactly_one_kind_each_and_messages_keep_the_rules() =>
        AnyLine.Array[0, 12].Sample(static lines =>
        {
            var log = Parse(lines);

            Assert.Equal(Enumerable.Range(0, lines.Length), log.Lines.Select(line => line.Index));
            Assert.Equal(lines.Length, log.Lines.CountBy(line => line.Kind).Sum(kind => kind.Value));
            Assert.All(log.Messages, message => Assert.True(
                message.Nick.Length > 0 && message.Text.Length is >= 1 and <= 16_000
                && !message.Text.Any(c => char.IsControl(c) && c != '\t') && !string.IsNullOrWhiteSpace(message.Text)));
        });

    [Fact]
    public void Any_bytes_are_read_as_a_log_and_as_its_annotation() =>
        Gen.Select(Gen.Byte.Array[0, 200], Gen.Byte.Array[0, 200]).Sample(static (raw, annotation) =>
        {
            var log = IrcLog.Parse("2030-01-01.general", raw, annotation);
            Assert.Equal(LinesIn(raw), log.Lines.Count);
            Assert.Equal(
                LinesIn(annotation),
                log.Threads.Starts + log.Threads.Replies + log.Threads.SpareParents + log.Threads.Unused.Count);
        });

    private static Gen<string> AnyLine => Gen.OneOf(
            Gen.OneOf<string>(
                "[12:00] ", "[23:59]", "[99:99]", "=== ", "===", "<ada>", "<", ">", " ", "* ", "-bob:#general- ", "[",
                "] ", "@", "#", "\t", "\u0003", "\u00034,", "\u0002", " has joined #general", " has left #general",
                " has quit", " is now known as ", "mode/#"),
            Gen.String[0, 8].Select(static text => text.Replace("\n", "", StringComparison.Ordinal)))
        .Array[1, 8].Select(static pieces => string.Concat(pieces));

    private static int LinesIn(byte[] bytes) =>
        bytes.Length == 0 ? 0 : bytes.AsSpan().Count((byte)'\n') + (bytes[^1] == '\n' ? 0 : 1);

    private static IEnumerable<string> Times(params string[] lines) =>
        Parse(lines).Messages.Select(message => $"{message.At:yyyy-MM-dd HH:mm} {message.Nick}");

    private static IrcLog Parse(params string[] lines) => IrcLog.Parse(
        "2030-01-01.general", Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))), []);
}
