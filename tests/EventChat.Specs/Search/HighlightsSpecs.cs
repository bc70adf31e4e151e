using EventChat.Projections.Search;

namespace EventChat.Specs.Search;

public class HighlightsSpecs
{
    [Theory]
    [InlineData("run", "He runs, she was running.", "runs|running")]
    [InlineData("ru*", "He runs, rubs and sings", "runs|rubs")]
    [InlineData("configurat*", "the configuration is configured", "configuration")]
    [InlineData("\"he runs\"", "he runs; he never runs", "he runs")]
    [InlineData("\"he runs\"", "He (really) runs", "")]
    [InlineData("foo_bar", "a foo_bar, but no foo bar", "foo_bar")]
    [InlineData("example.org", "see https://example.org/x", "example.org")]
    [InlineData("example.org", "www.example.org and example dot org", "example.org")]
    [InlineData("/etc/apt", "cat /etc/apt/sources.list, not etc apt", "/etc/apt")]
    [InlineData("foo_bar", "MY_FOO_BAR, xfoo_bar, foo_barx", "FOO_BAR")]
    [InlineData("caf\u00e9.txt", "a-cafe\u0301.txt", "cafe\u0301.txt")]
    [InlineData("tea -coffee", "tea and coffee", "tea")]
    [InlineData("wave \"the wave\"", "👋 the wave", "the wave")]
    [InlineData("漢字", "古い漢字です", "漢字")]
    [InlineData("-tea", "coffee", "")]
    [InlineData("caf\u00e9", "the cafe\u0301, the café", "cafe\u0301|café")]
    [InlineData("cafe\u0301", "the cafe\u0301, the café", "cafe\u0301|café")]
    [InlineData("cafe\u0301*", "two cafés", "cafés")]
    public void What_was_found_is_marked(string query, string text, string marked) => Assert.Equal(
        marked, string.Join('|', Of(text, query).Select(r => text.Substring(r.Offset, r.Length))));

    [Fact]
    public void Offsets_are_in_code_units_of_UTF_16() => Assert.Equal([new TextRange(3, 4), new TextRange(11, 4)], Of("👋 wave 👋 wave", "wave"));

    private static IReadOnlyList<TextRange> Of(string text, string query) => Highlights.Of(
        text, [.. QueryText.Parse(query).Parts.SelectMany(static p => QueryWords.Clauses(p, Language.English))], Language.English);
}
