using System.Diagnostics;
using CsCheck;
using EventChat.Commands.Messages;
using EventChat.Commands.Names;
using EventChat.Events.Channels;
using EventChat.Specs.Demo;
using EventChat.Specs.Support;

namespace EventChat.Specs.Messages;

/// <summary>Whatever people paste: what is found lies in the text and is what it says, and finding it takes no time.</summary>
public sealed class HostileTextSpecs : IAsyncLifetime
{
    private static readonly Gen<string> Piece = Gen.OneOf(
        "@ada", "@bob", "@channel", "@HERE", "#general", "@nobody", "`", "``", "```", "\n", "\n\n", "> ", "- ", "1. ", "    ", "[", "](", "][", "https://example.org/@ada", ")", "<", ">", "*",
        "_", "\\", "\u200b", "\u202e", "é", "👋", ".", " ", "\t", "\r\n", "~~~", "\"", "'", "&#64;", "www.example.org", "a", "@", "#", "!", "|", "---", "===", "[a]: ", "<b>", "\u3000", "你");

    private Mentioning home = null!;

    public static TheoryData<string> Patterns =>
    [
        "[", "]", "[]", "[](", "[a](", "![", "][", "[^", "`", "`a``", "~", "```\n", "> ```\n", ">", "> ", ">\n", "> a\n\n", "> > - 1. ", "- ", "- a\n\n  - b\n\n", "1. ", "*", "**x ", "*_", "_a ", "<", "<a ", "<!--",
        "<http://", "http://", "http://a ", "http://a.b_", "http://a.b/(", "https://a.b/ ", "www.", "www.a.b/", "mailto:a@b ", "@", "@#", "@a ", "@a/", "@a\u200b", "#aé\u0301", "&#", "\\", "(", "[a]: b\n", "[a]:\n", "a\n=\n",
        "\t", "\t>", "\n", "|a", "-\n",
    ];

    public async Task InitializeAsync() => home = await Mentioning.Begin();

    public Task DisposeAsync()
    {
        home.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Entities_lie_within_the_text_never_overlap_and_name_what_they_cover() =>
        await Piece.Array[1, 60].Select(static pieces => string.Concat(pieces)).SampleAsync(async text => AssertTrue(text, await home.Find(text)), iter: 3_000);

    [Theory, MemberData(nameof(Patterns))]
    public async Task A_hostile_text_takes_less_than_50_ms(string pattern)
    {
        var text = string.Concat(Enumerable.Repeat(pattern, MessageText.MaxLength / pattern.Length))[..^8] + " @ada";
        AssertTrue(text, await home.Find(text));

        // Other tests take the processor away now and then; what needs longer by itself does so each time.
        for (var begun = Stopwatch.GetTimestamp(); ;)
        {
            var started = Stopwatch.GetTimestamp();
            await home.Find(text);
            if (Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(50)) return;
            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(10), "It took more than 50 ms each time.");
        }
    }

    [RealIrcFact]
    public async Task What_people_say_in_earnest_is_read_at_once()
    {
        var texts = IrcTexts().ToList();
        Assert.True(texts.Count > 10_000);
        var links = 0;
        foreach (var text in texts)
        {
            var found = await home.Find(text);
            AssertTrue(text, found);
            links += found?.Count(static e => e.Kind == EntityKind.Link) ?? 0;
        }

        Assert.InRange(links, texts.Count(static t => t.Contains("http://", StringComparison.Ordinal)) / 2, texts.Count);
    }

    private static IEnumerable<string> IrcTexts() =>
        Api.Demo.IrcFolder.Read(RealIrcFactAttribute.Folder).SelectMany(static log => log.Messages).Select(static line => line.Text);

    private void AssertTrue(string text, TextEntities? entities)
    {
        var through = 0;
        foreach (var entity in entities ?? [])
        {
            Assert.True(entity.Offset >= through && entity.Length > 0 && entity.Offset + entity.Length <= text.Length, text);
            through = entity.Offset + entity.Length;
            var covered = text.Substring(entity.Offset, entity.Length);
            switch (entity.Kind)
            {
                case EntityKind.User: Assert.Equal(home[LookAlike.Of(covered[1..])], entity.UserId); break;
                case EntityKind.Channel: Assert.Equal("#general", covered, ignoreCase: true); break;
                case EntityKind.Everyone: Assert.Contains(covered, ["@channel", "@all", "@everyone"], StringComparer.OrdinalIgnoreCase); break;
                case EntityKind.Here: Assert.Equal("@here", covered, ignoreCase: true); break;
                default: Assert.StartsWith("http", covered, StringComparison.OrdinalIgnoreCase); break;
            }
        }
    }
}
