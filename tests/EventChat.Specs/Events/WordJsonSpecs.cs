using System.Text.Json;
using EventChat.Events.Channels;
using EventChat.Events.Serialization;

namespace EventChat.Specs.Events;

public class WordJsonSpecs
{
    [Theory]
    [InlineData("\"private\"")]
    [InlineData("\"Private\"")]
    [InlineData("\"PRIVATE\"")]
    public void A_word_is_taken_in_any_case_and_written_as_it_is(string json)
    {
        var read = JsonSerializer.Deserialize<ChannelKind>(json);
        Assert.Equal(ChannelKind.Private, read);
        Assert.Equal("\"private\"", JsonSerializer.Serialize(read));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("\"1\"")]
    [InlineData("\"\"")]
    [InlineData("\"private, public\"")]
    public void What_is_no_word_is_refused(string json) => Assert.Throws<UnreadableJsonException>(() => JsonSerializer.Deserialize<ChannelKind>(json));
}
