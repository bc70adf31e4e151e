using CsCheck;
using EventChat.Projections.Search;

namespace EventChat.Specs.Search;

public class TextAnalysisSpecs
{
    [Theory]
    [InlineData("Hello, world!", "hello world")]
    [InlineData("She was running", "she was run")]
    [InlineData("don't  STOP", "don't stop")]
    [InlineData("Zoë's café", "zoë café")]
    [InlineData("zero\u200Bwidth", "zerowidth")]
    [InlineData("\u202Ewalrus\u202C", "walrus")]
    [InlineData("I \u2764\ufe0f tea", "i \u2764 tea")]
    [InlineData("Zoe\u0308's cafe\u0301", "zoë café")]
    [InlineData("\u1112\u1161\u11ab か\u3099く", "한 が く")]
    [InlineData("漢字かな", "漢 字 か な")]
    [InlineData("well done 👍🏽", "well done 👍")]
    [InlineData("&|!<->():*'\\", "")]
    [InlineData("a\0b", "a b")]
    public void A_text_is_cut_into_words_and_these_into_their_stems(string text, string words) =>
        Assert.Equal(words, string.Join(' ', Tokens(text).Where(static t => t.IsWord).Select(static t => t.Term)));

    [Theory]
    [InlineData("call foo_bar now", "foo_bar")]
    [InlineData("use System.IO.", "system.io")]
    [InlineData("run it with --force!", "--force")]
    [InlineData("since 1.2.3, that", "1.2.3")]
    [InlineData("cat /etc/passwd", "/etc/passwd")]
    [InlineData("in C# or (C++)", "c# c++")]
    [InlineData("`E_FAIL-0x80004005`", "e_fail-0x80004005")]
    [InlineData("KEY=some.value", "key=some.value some.value")]
    [InlineData("see https://help.example.org/a-b/c?x=1", "https://help.example.org/a-b/c?x=1 help.example.org a-b")]
    [InlineData("\u202Ewalrus, \u200Bnot\u200B a \u2764\ufe0f", "")]
    [InlineData("\u202E--force\u202C", "--force")]
    [InlineData("an \"ordinary\" (sentence), with *marks*; and more...", "")]
    public void What_is_code_like_is_also_one_word_as_it_stands(string text, string found) =>
        Assert.Equal(found, string.Join(' ', Tokens(text).Where(static t => t.Term[0] == Token.Exact).Select(static t => t.Term[1..])));

    [Fact]
    public void A_token_says_where_it_stands() => Assert.Equal(
        [new("👋", 1, 0, 2), new("run", 2, 3, 7), new("~running", 2, 3, 7), new("late", 3, 11, 4)], Tokens("👋 running late"));

    [Fact]
    public void A_token_stands_where_it_was_written_whatever_it_is_written_with() => Assert.Equal(
        [new("café", 1, 0, 5), new("au", 2, 6, 2), new("\u2764", 3, 9, 2), new("tea", 4, 12, 3)], Tokens("cafe\u0301 au \u2764\ufe0f tea"));

    [Fact]
    public void Half_a_character_is_a_sign_that_it_is_one() => Assert.Equal(["\ufffd", "lone", "\ufffd"], Tokens("\ud800 lone \udc00").Select(static t => t.Term));

    [Fact]
    public void A_language_that_is_none_leaves_words_as_they_are() =>
        Assert.Equal(["running"], TextAnalysis.Tokens("running", Language.Find("none")!).Select(static t => t.Term));

    [Fact]
    public void A_long_word_is_found_by_its_beginning() => Assert.Equal(TextAnalysis.LongestTerm, Tokens(new string('x', 16_000)).Single().Term.Length);

    [Fact]
    public void Whatever_is_written_every_token_lies_within_the_text_and_positions_grow() => Gen.String[Gen.Char, 0, 60].Sample(static text =>
    {
        var tokens = Tokens(text);
        return tokens.All(t => t.Offset >= 0 && t.Length > 0 && t.Offset + t.Length <= text.Length && t.Term.Length is > 0 and <= TextAnalysis.LongestTerm + 1)
            && tokens.Where(static t => t.IsWord).Select(static t => t.Position).SequenceEqual(Enumerable.Range(1, tokens.Count(static t => t.IsWord)));
    });

    private static List<Token> Tokens(string text) => TextAnalysis.Tokens(text, Language.English);
}
