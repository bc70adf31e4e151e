using System.Security.Cryptography;
using System.Text;
using EventChat.Events;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Events;

/// <summary>The bytes of an event, put together here by hand as the documentation says, so that others can check a chain.</summary>
public class HashChainSpecs
{
    private static readonly Guid EventId = Guid.Parse("01020304-0506-0708-090a-0b0c0d0e0f10");
    private static readonly Guid Causation = Guid.Parse("11121314-1516-1718-191a-1b1c1d1e1f20");
    private static readonly Guid Correlation = Guid.Parse("21222324-2526-2728-292a-2b2c2d2e2f30");
    private static readonly SessionId Session = Id.Parse<SessionId>("S00000000000000000000000001");

    private static readonly RecordedEvent Hello = Event();

    [Fact]
    public void The_hash_is_that_of_the_bytes_put_together_by_hand()
    {
        byte[] bytes =
        [
            .. Convert.FromHexString(new string('0', 64)),
            .. Convert.FromHexString("0000000000000007"),
            .. Convert.FromHexString("0102030405060708090a0b0c0d0e0f10"),
            .. Convert.FromHexString("00" + $"{1_893_499_200_000_000 + 1:x14}"),
            .. Convert.FromHexString("1112131415161718191a1b1c1d1e1f20"),
            .. Convert.FromHexString("2122232425262728292a2b2c2d2e2f30"),
            0, 0, 0, 35, .. "channel-C0000000000000000000GENERA1"u8,
            0, 0, 0, 12, .. "message.sent"u8,
            0, 0, 0, 27, .. "U00000000000000000000000ADA"u8,
            0, 0, 0, 27, .. "S00000000000000000000000001"u8,
            0, 0, 0, 27, .. """{"number":1,"text":"Hello"}"""u8,
        ];

        Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)), Hash(Hello));
    }

    [Fact]
    public void It_stays_as_it_is_for_ever() =>
        Assert.Equal("1ECA7CB581168FF239316B62F3E3BB2D03910FABAC155257266EA50FFBA0EDC3", Hash(Hello));

    [Fact]
    public void Nobody_signed_in_is_an_empty_session() =>
        Assert.NotEqual(Hash(Hello), Hash(Event(context: new(Ada, null, Causation, Correlation))));

    public static TheoryData<string, object> Changes => new()
    {
        { "stream", Event(stream: StreamName.For(Cellar)) },
        { "version", Event(version: 8) },
        { "id", Event(id: Guid.Parse("01020304-0506-0708-090a-0b0c0d0e0f11")) },
        { "type", Event(type: "message.sent@2") },
        { "data", Event(data: """{"number":1,"text":"hello"}""") },
        { "white space", Event(data: """{"number":1, "text":"Hello"}""") },
        { "actor", Event(context: new(Bob, Session, Causation, Correlation)) },
        { "session", Event(context: new(Ada, Id.Parse<SessionId>("S00000000000000000000000002"), Causation, Correlation)) },
        { "causation", Event(context: new(Ada, Session, Correlation, Correlation)) },
        { "correlation", Event(context: new(Ada, Session, Causation, Causation)) },
        { "exchanged", Event(context: new(Ada, Session, Correlation, Causation)) },
        { "time", Event(at: Noon.AddMicroseconds(2)) },
        { "the border between stream and type", Event(stream: new(Hello.Stream.Value + "m"), type: "essage.sent") },
    };

    [Theory, MemberData(nameof(Changes))]
    public void Any_change_makes_another_hash(string what, object changed) => Assert.True(Hash(Hello) != Hash((RecordedEvent)changed), what);

    [Fact]
    public void Another_past_makes_another_hash()
    {
        var past = new byte[32];
        past[31] = 1;

        Assert.NotEqual(Hash(Hello), Convert.ToHexString(HashChain.Next(past, Hello)));
    }

    [Fact]
    public void The_position_makes_no_difference() => Assert.Equal(Hash(Hello), Hash(Event(position: 99)));

    [Fact]
    public void A_large_event_is_hashed_like_a_small_one()
    {
        var data = new string('x', 100_000);
        var bytes = HashChain.Next(HashChain.Genesis.Span, Event(data: data));

        Assert.NotEqual(bytes, HashChain.Next(HashChain.Genesis.Span, Event(data: data[..^1] + "y")));
        Assert.Equal(bytes, HashChain.Next(HashChain.Genesis.Span, Event(data: data)));
    }

    private static string Hash(RecordedEvent e) => Convert.ToHexString(HashChain.Next(HashChain.Genesis.Span, e));

    private static RecordedEvent Event(
        StreamName? stream = null, long version = 7, Guid? id = null, string type = "message.sent", string data = """{"number":1,"text":"Hello"}""",
        EventContext? context = null, DateTimeOffset? at = null, long position = 42) => new(EventTypes.All)
        {
            Position = new(position), Stream = stream ?? StreamName.For(General), Version = version, Id = id ?? EventId, Type = type,
            Data = Encoding.UTF8.GetBytes(data), Context = context ?? new(Ada, Session, Causation, Correlation), RecordedAt = at ?? Noon.AddMicroseconds(1),
            Hash = HashChain.Genesis,
        };
}
