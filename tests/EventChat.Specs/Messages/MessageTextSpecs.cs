using System.Text;
using CsCheck;
using EventChat.Commands.Channels;
using EventChat.Commands.Messages;
using EventChat.Events.Channels;
using static EventChat.Specs.Support.Cast;
using static EventChat.Specs.Support.Histories;
using static EventChat.Specs.Support.Spec;

namespace EventChat.Specs.Messages;

public class MessageTextSpecs
{
    [Theory]
    [InlineData("x")]
    [InlineData("two\nlines\r\nand a\ttab")]
    [InlineData("漢字 👋🏽 e\u0301 \u200d \ufffd")]
    [InlineData("\u202e.")]
    [InlineData("\u3164한")]
    [InlineData("\ue000")]
    public void What_people_write_is_taken_as_it_is(string text) =>
        Given<Channel>(GeneralIsThere)
            .When(new SendMessage(General, text), by: Ada)
            .Then(new MessageSent(1, text));

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("\u200b")]
    [InlineData("\ufeff \u00ad\u2060")]
    [InlineData("\u202e\u2066")]
    [InlineData("\u3164\u115f\u1160\uffa0")]
    [InlineData("\u2800")]
    [InlineData("\ufe0f\u0301\u034f")]
    [InlineData("\U000e0041\U000e0101")]
    public void A_message_says_something(string text)
    {
        Given<Channel>(AdaSaidHello).When(new SendMessage(General, text), by: Ada).ThenRefused(new MessageEmpty());
        Given<Channel>(AdaSaidHello).When(new EditMessage(General, 1, text), by: Ada).ThenRefused(new MessageEmpty());
    }

    [Fact]
    public void A_message_has_at_most_sixteen_thousand_characters()
    {
        Given<Channel>(GeneralIsThere).When(new SendMessage(General, new string('x', 16_000)), by: Ada).Then(new MessageSent(1, new string('x', 16_000)));
        Given<Channel>(GeneralIsThere).When(new SendMessage(General, new string('x', 16_001)), by: Ada).ThenRefused(new MessageTooLong(16_001));
        var waves = string.Concat(Enumerable.Repeat("👋", 16_000));
        Given<Channel>(GeneralIsThere).When(new SendMessage(General, waves), by: Ada).Then(new MessageSent(1, waves));
        Given<Channel>(GeneralIsThere).When(new SendMessage(General, waves + "!"), by: Ada).ThenRefused(new MessageTooLong(16_001));
        Given<Channel>(GeneralIsThere).When(new SendMessage(General, waves + waves), by: Ada).ThenRefused(new MessageTooLong(32_000));
    }

    [Theory]
    [InlineData("nul\0", 3, '\0')]
    [InlineData("\u001b[31mred", 0, '\u001b')]
    [InlineData("a\u007f", 1, '\u007f')]
    [InlineData("a\u0085b", 1, '\u0085')]
    public void Control_characters_are_refused_by_their_place(string text, int at, char which) =>
        Given<Channel>(GeneralIsThere)
            .When(new SendMessage(General, text), by: Ada)
            .ThenRefused(new MessageHasControlCharacter(at, which));

    [Fact]
    public void Half_a_character_is_refused_and_no_whole_one_is() =>
        Gen.Char.Array[1, 20].Select(static chars => new string(chars)).Sample(static text =>
        {
            var isWhole = text == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            var refusal = MessageText.Refuses(text);
            if (refusal is null) Assert.True(isWhole);
            if (refusal is MessageHasLoneSurrogate) Assert.False(isWhole);
        });

    [Fact]
    public void Halves_of_characters_are_refused() =>
        Assert.All(
            new[] { "\ud83d", "a\udc4bb", "\udc4b\ud83d", "👋\ud83d" },
            static text => Assert.Equal(new MessageHasLoneSurrogate(), MessageText.Refuses(text)));
}
