using CsCheck;
using EventChat.Projections.Search;

namespace EventChat.Specs.Search;

public class QueryTextSpecs
{
    [Theory]
    [InlineData("two words", "word:two word:words")]
    [InlineData("\"a phrase\" more", "phrase:a phrase word:more")]
    [InlineData("\"unclosed phrase", "phrase:unclosed phrase")]
    [InlineData("“curly quotes” x", "phrase:curly quotes word:x")]
    [InlineData("-not -\"not this\" yes", "!word:not !phrase:not this word:yes")]
    [InlineData("--force - -", "word:--force word:- word:-")]
    [InlineData("from:@ada in:#general", "from:@ada in:#general")]
    [InlineData("-from:bob -in:random", "!from:bob !in:random")]
    [InlineData("in:#\"Tea room\" in:\"Two words\" x", "in:Tea room in:Two words word:x")]
    [InlineData("BEFORE:2024-01-01 On:2024-02-30", "before:2024-01-01 on:2024-02-30")]
    [InlineData("has:link has:file has:reaction is:thread is:pinned", "has:link has:file has:reaction is:thread is:pinned")]
    [InlineData("has:wings is:nothing colour:blue from: http://x", "has:wings is:nothing word:colour:blue word:from: word:http://x")]
    [InlineData("  \t\n ", "")]
    [InlineData("pre* foo_b*", "word:pre* word:foo_b*")]
    [InlineData("a\0b", "word:a word:b")]
    [InlineData("&|!<->():*'\\", "word:&|!<->():*'\\")]
    [InlineData("\"\" \"", "phrase: phrase:")]
    public void A_query_is_taken_apart(string text, string parts) =>
        Assert.Equal(parts, string.Join(' ', QueryText.Parse(text).Parts.Select(static p => $"{(p.IsNot ? "!" : "")}{p.Kind}:{p.Value}")));

    [Theory]
    [InlineData("running", "[run]")]
    [InlineData("foo_bar", "[=foo_bar]")]
    [InlineData("System.IO,", "[=system.io]")]
    [InlineData("漢字", "[漢 字]")]
    [InlineData("\"the running man\"", "[the run man]")]
    [InlineData("\"use foo_bar now\"", "[use foo bar now] [=foo_bar]")]
    [InlineData("-\"use foo_bar\"", "![use foo bar]")]
    [InlineData("configurat*", "[configurat]*")]
    [InlineData("/etc/pass*", "[=/etc/pass]*")]
    [InlineData("-running", "![run]")]
    [InlineData("&|! :-) \"\" \"!\" *", "")]
    public void Its_words_become_terms(string text, string clauses) => Assert.Equal(clauses, string.Join(' ',
        QueryText.Parse(text).Parts.SelectMany(static p => QueryWords.Clauses(p, Language.English))
            .Select(static c => $"{(c.IsNot ? "!" : "")}[{string.Join(' ', c.Terms)}]{(c.IsPrefix ? "*" : "")}")));

    [Theory]
    [InlineData("a*", true)]
    [InlineData("ab*", false)]
    [InlineData("*", false)]
    [InlineData("a", false)]
    public void A_prefix_has_two_characters(string word, bool isShort) => Assert.Equal(isShort, QueryText.Parse(word).Parts.Any(QueryWords.IsShort));

    [Fact]
    public void Anything_that_can_be_typed_can_be_taken_apart() => Gen.String[Gen.OneOf(Gen.Char, Gen.Char["\"-:*@# fromin\0&|!<>()'\\“"]), 0, 80].Sample(static text =>
        QueryText.Parse(text).Parts.All(static p => QueryWords.Clauses(p, Language.English).All(static c => c.Terms.Count > 0 && c.Terms.All(static t => t.Length > 0))));
}
