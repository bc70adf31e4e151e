using System.Diagnostics;
using System.Text.Json.Nodes;
using EventChat.Api.Hooks;
using EventChat.Specs.Support;

namespace EventChat.Specs.Hooks;

/// <summary>Text as Slack has it, and the Markdown that it becomes.</summary>
public class SlackTextSpecs
{
    [Theory]
    [InlineData("*bold* and _it_ and ~gone~", "**bold** and _it_ and ~~gone~~")]
    [InlineData("*two* of *them*, and (*a third*)", "**two** of **them**, and (**a third**)")]
    [InlineData("*bold _it_ ~gone~ bold*", "**bold _it_ ~~gone~~ bold**")]
    [InlineData("2*3*4 and 2 * 3 * 4", "2*3*4 and 2 * 3 * 4")]
    [InlineData("* an item\n* another", "* an item\n* another")]
    [InlineData("**bold** already, ~~gone~~", "**bold** already, ~~gone~~")]
    [InlineData("*never closed\nnext line*", "*never closed\nnext line*")]
    [InlineData("*a *b*", "**a *b**")]
    [InlineData("*", "*")]
    [InlineData("***", "***")]
    public void Marks(string slack, string markdown) => Becomes(slack, markdown);

    [Theory]
    [InlineData("<http://example.org|label>", "[label](http://example.org)")]
    [InlineData("<http://example.org>", "http://example.org")]
    [InlineData("see <http://example.org>, please", "see <http://example.org>, please")]
    [InlineData("*<https://example.org/a?b=1&amp;c=2|Build 7>* failed", "**[Build 7](https://example.org/a?b=1&c=2)** failed")]
    [InlineData("<http://tc.example.org/viewLog.html?buildId=23|[My Configuration]>", @"[\[My Configuration\]](http://tc.example.org/viewLog.html?buildId=23)")]
    [InlineData("<http://example.org/a_(b)|x>", "[x](http://example.org/a_%28b%29)")]
    [InlineData("<mailto:bob@example.org|Bob>", "[Bob](mailto:bob@example.org)")]
    [InlineData("<mailto:bob@example.org|bob@example.org>", "bob@example.org")]
    [InlineData("<mailto:bob@example.org>", "bob@example.org")]
    [InlineData("<javascript:alert(1)|click>", "click")]
    [InlineData("<javascript:alert(1)>", @"\<javascript:alert(1)>")]
    [InlineData("<http://example.org|*x* &lt;y&gt;>", @"[\*x\* \<y>](http://example.org)")]
    [InlineData("<http://example.org|two\nlines>", @"\<http://example.org|two
lines>")]
    public void Addresses(string slack, string markdown) => Becomes(slack, markdown);

    [Theory]
    [InlineData("<@U00000000000000000000000B0B> look", "@bob look")]
    [InlineData("cc<@U00000000000000000000000B0B>s", "cc @bob s")]
    [InlineData("<@U00000000000000000000000B0B|Robert>", "@bob")]
    [InlineData("<@U0000000000000000000MA110RY>", "@U0000000000000000000MA110RY")]
    [InlineData("<@U0000000000000000000MA110RY|mal>", "@mal")]
    [InlineData("<@bob>", "@bob")]
    [InlineData("<#C0000000000000000000GENERA1> and <#C0000000000000000000GENERA1|old-name>", "#general and #general")]
    [InlineData("<#C00000000000000000000CE11AR|cellar>", "#cellar")]
    [InlineData("<#C024BE7LR|random>", "#random")]
    [InlineData("<!channel> <!everyone> <!here> <!here|here>", "@channel @everyone @here @here")]
    [InlineData("<!subteam^G0000000000000000000000CREW|@old>", "@crew")]
    [InlineData("<!subteam^SAZ94GDB8|@ops>", "@ops")]
    [InlineData("<!date^1392734382^Posted {date_num} {time_secs}|Posted 2014-02-18 6:39:42 AM PST>", "Posted 2014-02-18 6:39:42 AM PST")]
    [InlineData("<!date^1392734382^{date}^https://example.org/|18 *Feb*>", @"18 \*Feb\*")]
    public void Mentions(string slack, string markdown) => Becomes(slack, markdown);

    [Theory]
    [InlineData("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d")]
    [InlineData("&lt;b&gt; &lt;!channel&gt; &lt;/b&gt;", @"\<b> \<!channel> \</b>")]
    [InlineData("&amp;lt; &amp;copy; AT&amp;T", "&amp;lt; &amp;copy; AT&T")]
    [InlineData("All *42* files of <host> & friends", @"All **42** files of \<host> & friends")]
    [InlineData("&gt; a quote", "> a quote")]
    [InlineData("<", "<")]
    [InlineData("<<<>>>", "<<<>>>")]
    [InlineData("<|x>", "<|x>")]
    public void Entities(string slack, string markdown) => Becomes(slack, markdown);

    [Theory]
    [InlineData("`*a* ~b~ <x>`", "`*a* ~b~ <x>`")]
    [InlineData("`a &lt; b`", "`a < b`")]
    [InlineData("```*a*```", "```*a*```")]
    [InlineData("```*a*\n&lt;b&gt;```", "```\n*a*\n<b>\n```")]
    [InlineData("Log:```line 1\nline 2``` end", "Log:\n```\nline 1\nline 2\n```\n end")]
    [InlineData("```json\n{}\n```", "```json\n{}\n```")]
    [InlineData("``` never closed *x*", "``` never closed **x**")]
    [InlineData("` never closed *x*", "` never closed **x**")]
    public void Code(string slack, string markdown) => Becomes(slack, markdown);

    [Fact]
    public void Names_count_unless_the_sender_says_that_they_do_not()
    {
        Assert.Equal("@bob #general a@b", Markdown("@bob #general a@b"));
        Assert.Equal("\\@bob \\#general a@b @channel", Markdown("@bob #general a@b <!channel>", ("link_names", false)));
        Assert.Equal("@bob", Markdown("@bob", ("link_names", 1)));
    }

    [Fact]
    public void Text_that_is_not_to_be_read_as_Slack_s_means_itself() => Assert.Equal("\\*a\\* <http://x", Markdown("*a* <http://x", ("mrkdwn", false)).Replace("\\<", "<", StringComparison.Ordinal));

    [Theory]
    [InlineData("*a ")]
    [InlineData("<a")]
    [InlineData("<a>")]
    [InlineData("`a ")]
    [InlineData("```")]
    [InlineData("*`<~")]
    [InlineData("*<>")]
    [InlineData("&lt;")]
    [InlineData("<@U00000000000000000000000B0B>")]
    [InlineData("<!date^1^")]
    public void Hostile_text_costs_no_more_than_its_length(string piece)
    {
        var begun = Stopwatch.GetTimestamp();
        Markdown(string.Concat(Enumerable.Repeat(piece, 250_000 / piece.Length)));
        Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static void Becomes(string slack, string markdown) => Assert.Equal(markdown.ReplaceLineEndings("\n"), Markdown(slack));

    private static string Markdown(string text, params ReadOnlySpan<(string Name, JsonNode? Value)> more)
    {
        var json = new JsonObject { ["text"] = text };
        foreach (var (name, value) in more) json[name] = value;
        var names = new SlackNames();
        names.Know(Cast.Bob, "bob");
        names.Know(Cast.Mallory, null);
        names.Know(Cast.General, "general");
        names.Know(Cast.Cellar, null);
        names.Know(Cast.Crew, "crew");
        using var document = HookPayload.Parse(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
        var (payload, fault) = HookPayload.Read(document!.RootElement, names);
        return payload?.Text ?? fault!;
    }
}
