using System.Text.Json;
using CsCheck;
using EventChat.Events;
using EventChat.Events.Store;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Events;

public class IdSpecs
{
    private static readonly Gen<Ulid> Value = Gen.Byte.Array[16].Select(static bytes => new Ulid(bytes));

    [Fact]
    public void Every_id_survives_being_written() =>
        Gen.Select(Value, Gen.Bool).Sample(static (value, direct) =>
        {
            AssertSurvives(new WorkspaceId(value));
            AssertSurvives(new ChannelId(value, direct));
            AssertSurvives(new UserId(value));
            AssertSurvives(new SessionId(value));
            AssertSurvives(new InviteId(value));
            AssertSurvives(new GroupId(value));
            AssertSurvives(new ScheduledId(value));
        });

    [Fact]
    public void What_is_not_exactly_an_id_is_none() =>
        Gen.Select(Value, Gen.Int[0, Id.Length - 1], Gen.Char[' ', '~']).Sample(static (value, at, put) =>
        {
            var text = new UserId(value).ToString();
            var changed = text[..at] + put + text[(at + 1)..];
            Assert.Equal(IsOne(changed), Id.TryParse<UserId>(changed, out var id));
            if (IsOne(changed)) Assert.Equal(changed, id.ToString());
        }, iter: 20_000);

    [Theory]
    [InlineData("")]
    [InlineData("U")]
    [InlineData("U0000000000000000000000000")]
    [InlineData("U000000000000000000000000000")]
    [InlineData("u00000000000000000000000ADA")]
    [InlineData("U00000000000000000000000ada")]
    [InlineData("W00000000000000000000000ADA")]
    [InlineData("00000000000000000000000ADAA")]
    [InlineData("U80000000000000000000000ADA")]
    [InlineData("UZ0000000000000000000000ADA")]
    [InlineData("U0000000000000000000000IADA")]
    [InlineData("U0000000000000000000000LADA")]
    [InlineData("U0000000000000000000000OADA")]
    [InlineData("U0000000000000000000000UADA")]
    [InlineData("U0000000000000000000000-ADA")]
    [InlineData(" U0000000000000000000000ADA")]
    [InlineData("U0000000000000000000000ADA\0")]
    [InlineData("U０000000000000000000000ADA0")]
    public void These_are_no_users(string text)
    {
        Assert.False(Id.TryParse<UserId>(text, out _));
        Assert.False(UserId.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => Id.Parse<UserId>(text));
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<UserId>(JsonSerializer.Serialize(text)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("[\"U00000000000000000000000ADA\"]")]
    public void Other_json_is_no_id(string json) => Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<UserId>(json));

    [Fact]
    public void Nothing_is_no_id() => Assert.False(UserId.TryParse(null, null, out _));

    [Fact]
    public void A_direct_message_is_a_channel_with_a_letter_of_its_own()
    {
        var direct = Id.Parse<ChannelId>("D0000000000000000000GENERA1");

        Assert.True(direct.IsDirect);
        Assert.NotEqual(General, direct);
        Assert.Equal("channel-D0000000000000000000GENERA1", StreamName.For(direct).Value);
        Assert.Equal(direct, StreamName.For(direct).Id<ChannelId>());
    }

    [Fact]
    public void New_ids_are_different_and_sort_by_their_time()
    {
        var ids = Enumerable.Range(0, 1_000).Select(static _ => UserId.New()).ToList();

        Assert.Equal(1_000, ids.Distinct().Count());
        Assert.Equal(ids.Select(static id => id.ToString()[..11]).Order(StringComparer.Ordinal), ids.Select(static id => id.ToString()[..11]));
    }

    [Fact]
    public void The_same_words_make_the_same_id_and_no_others_do() =>
        Gen.Select(Gen.String.Array[0, 4], Gen.String.Array[0, 4]).Sample(static (one, other) =>
        {
            Assert.Equal(Id.Derive<ChannelId>('C', one), Id.Derive<ChannelId>('C', [.. one]));
            Assert.Equal(one.Select(Whole).SequenceEqual(other.Select(Whole)), Id.Derive<ChannelId>('C', one) == Id.Derive<ChannelId>('C', other));
        });

    [Fact]
    public void Derived_ids_stay_as_they_are_for_ever() =>
        Assert.Equal("C69H2DW1T237SBQ727KBTWZGVPT", Id.Derive<ChannelId>('C', "ada", "general").ToString());

    [Fact]
    public void A_stream_names_its_thing_and_nothing_else()
    {
        Assert.Equal(Ada, StreamName.ForInbox(Ada).Id<UserId>());
        Assert.Throws<FormatException>(static () => StreamName.For(Home).Id<UserId>());
    }

    /// <summary>Half a character cannot be told from another half: both are written as the replacement character.</summary>
    private static string Whole(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));

    private static bool IsOne(string text) =>
        text[0] == 'U' && text[1] is >= '0' and <= '7' && text[1..].All(static c => "0123456789ABCDEFGHJKMNPQRSTVWXYZ".Contains(c));

    private static void AssertSurvives<TId>(TId id) where TId : struct, IId<TId>
    {
        Assert.Equal(Id.Length, id.ToString()!.Length);
        Assert.Equal(id, Id.Parse<TId>(id.ToString()));
        Assert.Equal(id, JsonSerializer.Deserialize<TId>(JsonSerializer.Serialize(id)));
        Assert.Equal(id, JsonSerializer.Deserialize<Dictionary<TId, int>>(JsonSerializer.Serialize(new Dictionary<TId, int> { [id] = 1 }))!.Single().Key);
    }
}
