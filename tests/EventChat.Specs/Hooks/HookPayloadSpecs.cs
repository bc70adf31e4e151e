using System.Text;
using CsCheck;
using EventChat.Api.Hooks;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using EventChat.Specs.Support;

namespace EventChat.Specs.Hooks;

/// <summary>What programs send, and the message that it becomes. Those of Alertmanager, Apprise and @slack/webhook are as those programs sent them, but for host names.</summary>
public class HookPayloadSpecs
{
    public static TheoryData<string> Samples => [.. Directory.GetFiles(Folder, "*.json").Select(static file => Path.GetFileNameWithoutExtension(file)!).Order()];

    private static string Folder => Repository.PathOf("tests", "EventChat.Specs", "Hooks", "Payloads");

    [Theory, MemberData(nameof(Samples))]
    public void A_payload_reads_as_people_would_read_it(string sample)
    {
        var (payload, fault) = Read(File.ReadAllText(Path.Combine(Folder, $"{sample}.json")));

        Assert.Null(fault);
        Assert.Equal(File.ReadAllText(Path.Combine(Folder, $"{sample}.md")).TrimEnd('\n'), payload!.Text);
        Assert.Null(MessageText.Refuses(payload.Text));
    }

    [Theory]
    [InlineData("""{"text":"x","username":"Robot","icon_emoji":":robot:","icon_url":null}""", "Robot", null, "🤖")]
    [InlineData("""{"text":"x","username":" two\nlines\u0007 ","icon_emoji":":our_parrot:"}""", "two lines", null, ":our_parrot:")]
    [InlineData("""{"text":"x","icon_url":"https://example.org/a.png","username":null}""", null, "https://example.org/a.png", null)]
    [InlineData("""{"text":"x","icon_url":"http://example.org/a.png","username":"\u200b","icon_emoji":"no emoji"}""", null, null, null)]
    public void It_says_how_it_wants_to_be_shown(string json, string? name, string? url, string? emoji)
    {
        var expected = new DisplayAs(name, url, emoji);
        Assert.Equal(expected == new DisplayAs() ? null : expected, Read(json).Payload!.DisplayAs);
    }

    [Fact]
    public void A_name_that_is_too_long_is_cut() => Assert.Equal(new string('x', Displaying.MaxName), Read($$"""{"text":"x","username":"{{new string('x', 500)}}"}""").Payload!.DisplayAs!.Name);

    [Fact]
    public void It_says_where_it_goes()
    {
        Assert.Equal(("#alerts", "12", true), Where("""{"text":"x","channel":"#alerts","thread_ts":"12","reply_broadcast":true}"""));
        Assert.Equal((null, "12", false), Where("""{"text":"x","channel":null,"thread_ts":12}"""));
        Assert.Equal((null, "1503435956.000247", false), Where("""{"text":"x","thread_ts":"1503435956.000247"}"""));

        static (string?, string?, bool) Where(string json) => Read(json).Payload is { } p ? (p.Channel, p.ThreadRoot, p.Broadcast) : default;
    }

    [Theory]
    [InlineData("{}", "no_text")]
    [InlineData("""{"text":""}""", "no_text")]
    [InlineData("""{"text":null,"blocks":null,"attachments":null}""", "no_text")]
    [InlineData("""{"text":" \u200b "}""", "no_text")]
    [InlineData("""{"attachments":[{"title":null,"text":null}]}""", "no_text")]
    [InlineData("""{"text":["x"]}""", "invalid_payload")]
    [InlineData("""{"text":"half \ud800"}""", "invalid_payload")]
    [InlineData("""{"attachments":"x"}""", "invalid_payload")]
    [InlineData("""{"attachments":["x"]}""", "invalid_payload")]
    [InlineData("""{"text":"x","blocks":{}}""", "invalid_blocks")]
    [InlineData("""{"text":"x","blocks":[[]]}""", "invalid_blocks")]
    [InlineData("""{"text":"x","blocks":[{"text":"x"}]}""", "invalid_blocks")]
    [InlineData("""{"text":"x","blocks":[{"type":"section","fields":{"a":1}}]}""", "invalid_blocks")]
    public void What_cannot_be_a_message_says_why(string json, string fault) => Assert.Equal((null, fault), Read(json));

    [Fact]
    public void There_are_as_many_blocks_and_attachments_as_Slack_takes()
    {
        Assert.Null(Read($$"""{"blocks":[{{Many(50, """{"type":"section","text":{"type":"mrkdwn","text":"x"}}""")}}]}""").Fault);
        Assert.Equal("invalid_blocks", Read($$"""{"blocks":[{{Many(51, """{"type":"divider"}""")}}]}""").Fault);
        Assert.Null(Read($$"""{"attachments":[{{Many(100, """{"text":"x"}""")}}]}""").Fault);
        Assert.Equal("too_many_attachments", Read($$"""{"attachments":[{{Many(101, """{"text":"x"}""")}}]}""").Fault);

        static string Many(int count, string thing) => string.Join(',', Enumerable.Repeat(thing, count));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public void Blocks_nested_deep_are_no_payload(int depth)
    {
        var json = new StringBuilder("""{"text":"x","blocks":[""");
        for (var i = 0; i < depth; i++) json.Append("""{"type":"rich_text","elements":[""");
        for (var i = 0; i < depth; i++) json.Append("]}");
        Assert.Null(HookPayload.Parse(Encoding.UTF8.GetBytes(json.Append("]}").ToString())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("""{"text":"x"} {}""")]
    [InlineData("""{"text":"x",}""")]
    public void What_is_no_object_is_no_payload(string json) => Assert.Null(HookPayload.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Bytes_that_are_no_text_are_no_payload() => Assert.Null(HookPayload.Parse("{\"text\":\""u8.ToArray().Concat(new byte[] { 0xff, 0xfe }).Concat("\"}"u8.ToArray()).ToArray()));

    [Fact]
    public void A_mark_at_the_beginning_that_says_UTF_8_is_passed_over() =>
        Assert.NotNull(HookPayload.Parse(Encoding.UTF8.Preamble.ToArray().Concat("{}"u8.ToArray()).ToArray()));

    [Theory]
    [InlineData("x", "…")]
    [InlineData("👋", "…")]
    [InlineData("```\\ncode\\n", "```…")]
    public void What_is_too_long_is_cut_and_says_so(string piece, string end)
    {
        var text = Read($$"""{"text":"{{string.Concat(Enumerable.Repeat(piece, 40_001 / piece.Length))}}"}""").Payload!.Text;
        Assert.Null(MessageText.Refuses(text));
        Assert.EndsWith("…", text, StringComparison.Ordinal);
        if (end != "…") Assert.Equal(0, (text.Split("```").Length - 1) % 2);
    }

    [Fact]
    public void Colours_of_a_terminal_are_left_out() => Assert.Equal("[31mred[0m\tand bell", Read("""{"text":"\u001b[31mred\u001b[0m\tand bell\u0007"}""").Payload!.Text);

    /// <summary>Whatever comes, it becomes a message that can be sent, or a word of Slack's.</summary>
    [Fact]
    public void Any_text_becomes_a_message_or_a_fault()
    {
        var pieces = Gen.OneOf("*", "~", "_", "`", "```", "<", ">", "|", "&lt;", "&amp;", "\n", " ", "a", "👋", "\u0007", "http://x", "!date^", "@U", "#", "\\", "]", "[").Array[0, 40].Select(string.Concat);
        Gen.Select(pieces, pieces, pieces).Sample(static (text, title, value) =>
        {
            var json = System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["text"] = text,
                ["attachments"] = new[] { new Dictionary<string, string> { ["title"] = title, ["title_link"] = "https://example.org/" + value, ["text"] = value } },
            });
            var (payload, fault) = Read(json);
            if (payload is not null) Assert.Null(MessageText.Refuses(payload.Text));
            else Assert.Equal("no_text", fault);
        });
    }

    private static (HookPayload? Payload, string? Fault) Read(string json)
    {
        var names = new SlackNames();
        names.Know(Cast.Bob, "bob");
        names.Know(Cast.General, "general");
        using var document = HookPayload.Parse(Encoding.UTF8.GetBytes(json));
        return document is null ? (null, SlackFaults.InvalidPayload) : HookPayload.Read(document.RootElement, names);
    }
}
