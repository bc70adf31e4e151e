using System.Text;
using CsCheck;
using EventChat.Events;

namespace EventChat.Specs.Names;

public class NormalFormSpecs
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("cafe\u0301", "caf\u00e9")]
    [InlineData("caf\u00e9", "caf\u00e9")]
    [InlineData("A\u030angstro\u0308m", "\u00c5ngstr\u00f6m")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("\u1112\u1161\u11ab", "\ud55c")]
    [InlineData("\u304b\u3099", "\u304c")]
    [InlineData("q\u0323\u0307", "q\u0323\u0307")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u0438\u0306", "\u0439")]
    [InlineData("👋🏽 ﬁ", "👋🏽 ﬁ")]
    public void A_sign_that_can_be_written_in_several_ways_is_written_in_one(string text, string form) => Assert.Equal(form, NormalForm.Of(text));

    /// <summary>So that nobody takes the runtime's own method for one that does it.</summary>
    [Fact]
    public void The_runtime_leaves_every_text_as_it_is() => Assert.Equal("e\u0301", "e\u0301".Normalize(NormalizationForm.FormC));

    [Fact]
    public void Whatever_is_written_its_form_is_its_own_form() =>
        Gen.String[Gen.Char, 0, 30].Sample(static text => NormalForm.Of(NormalForm.Of(text)) == NormalForm.Of(text));
}
