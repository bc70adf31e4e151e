using System.Text;
using EventChat.Api.Demo;

namespace EventChat.Specs.Demo;

public class IrcLineSpecs
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_somebody_says_is_kept_as_written() => Assert.Equal(
        new IrcLine.Said(0, Noon, "ada", " bob:  try `ls <dir>`  "), Line("[12:00] <ada>  bob:  try `ls <dir>`  "));

    [Theory]
    [InlineData("[12:00]  * ada waves at * bob", "_waves at * bob_")]
    [InlineData("[12:00] * ada  <3 this  ", "_<3 this_")]
    public void What_somebody_does_is_told_in_italics(string line, string text) =>
        Assert.Equal(new IrcLine.Did(0, Noon, "ada", text), Line(line));

    [Theory]
    [InlineData("=== ada has left his laptop at home", "ada", "_has left his laptop at home_")]
    [InlineData("=== ada has quit smoking", "ada", "_has quit smoking_")]
    [InlineData("=== ada is now known as the queen", "ada", "_is now known as the queen_")]
    [InlineData("=== ada and bob has joined #general", "ada", "_and bob has joined #general_")]
    [InlineData("=== {K}Ada` waves", "{K}Ada`", "_waves_")]
    [InlineData("=== [PG] _Ada  bows to bob", "[PG]_Ada", "_bows to bob_")]
    [InlineData("=== Ada[1]  uses it", "Ada[1]", "_uses it_")]
    public void Older_logs_tell_what_somebody_does_where_system_lines_are(string line, string nick, string text) =>
        Assert.Equal(new IrcLine.Did(0, Midnight, nick, text), Line(line));

    [Fact]
    public void A_notice_to_the_channel_is_a_message() =>
        Assert.Equal(new IrcLine.Noticed(0, Noon, "a-b", "buy - now"), Line("[12:00] -a-b:#general- buy - now"));

    [Theory]
    [InlineData("=== ada [n=ada@example.org]  has joined #general")]
    [InlineData("=== ada has joined #General")]
    [InlineData("=== ada (~a[d@example.org) has joined #general")]
    public void Joins_are_read_with_and_without_an_address(string line) =>
        Assert.Equal("ada", Assert.IsType<IrcLine.Joined>(Line(line)).Nick);

    [Theory]
    [InlineData("=== ada [n=a[da@example.org]  has left #general []")]
    [InlineData("=== ada [n=ada@example.org]  has left #General [\"Good] ")]
    [InlineData("=== ada has left #general")]
    [InlineData("=== ada [~ada@example.org] has quit [Ping timeout]")]
    [InlineData("=== ada (~ada@example.org) has quit (bye)")]
    [InlineData("=== ada has quit IRC")]
    [InlineData("=== ada has quit")]
    public void Leaving_and_quitting_are_the_same(string line) =>
        Assert.Equal("ada", Assert.IsType<IrcLine.Left>(Line(line)).Nick);

    [Theory]
    [InlineData("=== ada is now known as bob")]
    [InlineData("=== ada now known as bob ")]
    public void Renames_tell_both_nicks(string line) =>
        Assert.Equal(new IrcLine.Renamed(0, Midnight, "ada", "bob"), Line(line));

    [Theory]
    [InlineData("[12:00] <[PG] _Ada> hi", "[PG]_Ada")]
    [InlineData("[12:00] <Ada[1] > hi", "Ada[1]")]
    [InlineData("=== [PG] _Ada [n=ada@example.org]  has joined #general", "[PG]_Ada")]
    [InlineData("=== Ada[1]  [n=ada@example.org]  has joined #general", "Ada[1]")]
    public void A_space_behind_a_bracket_belongs_to_no_nick(string line, string nick) =>
        Assert.Equal(nick, Line(line) switch
        {
            IrcLine.Message message => message.Nick,
            IrcLine.Joined joined => joined.Nick,
            var other => other.Kind,
        });

    [Theory]
    [InlineData("=== mode/#general [+o ada]  by Bob", "mode")]
    [InlineData("=== ada was kicked off #general by bob (bob)", "kick")]
    [InlineData("=== ada changes topic to \"Welcome\"", "topic")]
    [InlineData("=== Topic for #general: Welcome", "topic")]
    [InlineData("=== Welcome", "unknown")]
    [InlineData("=== 3 people are here", "unknown")]
    [InlineData("=== Ada: you are welcome", "unknown")]
    public void Other_system_lines_are_named(string line, string what) =>
        Assert.Equal(new IrcLine.Other(0, Midnight, what, line), Line(line));

    [Theory]
    [InlineData("[12:00] <ada>", "no text")]
    [InlineData("[12:00] <ada>  ", "no text")]
    [InlineData("[12:00] <ada> \u0002\u0002", "no text")]
    [InlineData("[12:00]  * ada", "no text")]
    [InlineData("[12:00] <> hi", "no nick")]
    [InlineData("[12:00]  *  waves", "no nick")]
    [InlineData("[12:00] hi", "no nick")]
    [InlineData("[24:00] <ada> hi", "neither a time nor === at its start")]
    [InlineData("hi", "neither a time nor === at its start")]
    [InlineData("===", "nothing behind ===")]
    public void An_unreadable_line_says_why(string line, string reason) =>
        Assert.Equal(reason, Assert.IsType<IrcLine.Unreadable>(Line(line)).Reason);

    [Fact]
    public void A_text_may_have_16000_characters_and_no_more()
    {
        Assert.IsType<IrcLine.Said>(Line($"[12:00] <ada> {new string('x', 16_000)}"));
        Assert.Equal(
            "unreadable: text over 16,000 characters", Line($"[12:00] <ada> {new string('x', 16_001)}").Kind);
        Assert.Equal("unreadable: text over 16,000 characters", Line($"=== ada {new string('x', 15_999)}").Kind);
    }

    private static readonly DateTimeOffset Midnight = Noon.AddHours(-12);

    private static IrcLine Line(string line) =>
        Assert.Single(IrcLog.Parse("2030-01-01.general", Encoding.UTF8.GetBytes(line), []).Lines);
}
