using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using EventChat.Events;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Events;

public sealed record TeaMade(string Kind, int Cups) : DomainEvent;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TeaMade))]
internal sealed partial class TeaJson : JsonSerializerContext;

/// <summary>A fact that has changed its shape twice: first the kind was called leaf, then there was always one cup.</summary>
public class UpcastSpecs
{
    private static readonly EventTypes Types = new EventTypes().Add("tea.made", TeaJson.Default.TeaMade, LeafBecomesKind, OneCup);

    [Theory]
    [InlineData("tea.made", """{"leaf":"green"}""")]
    [InlineData("tea.made@2", """{"kind":"green"}""")]
    [InlineData("tea.made@3", """{"kind":"green","cups":1}""")]
    public void Every_version_is_read_as_today(string name, string json) =>
        Assert.Equal(new TeaMade("green", 1), Types.Read(name, Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void The_newest_version_is_written()
    {
        var (name, json) = Types.Write(new TeaMade("black", 2));

        Assert.Equal(("tea.made@3", """{"kind":"black","cups":2}"""), (name, Encoding.UTF8.GetString(json)));
        Assert.Equal("tea.made@3", Types.StoredNames[typeof(TeaMade)]);
    }

    [Theory]
    [InlineData("tea.made", false)]
    [InlineData("tea.made@2", false)]
    [InlineData("tea.made@3", true)]
    [InlineData("tea.made@4", false)]
    [InlineData("coffee.made", false)]
    public void Only_the_newest_is_current(string name, bool current) => Assert.Equal(current, Types.IsCurrent(name));

    [Theory]
    [InlineData("tea.made@1")]
    [InlineData("tea.made@4")]
    public void A_version_that_never_was_is_not_read(string name) =>
        Assert.Throws<EventContractException>(() => Types.Read(name, """{"kind":"green","cups":1}"""u8));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    public void Old_json_that_is_not_what_it_should_be_is_told_as_such(string json) =>
        Assert.Throws<EventContractException>(() => Types.Read("tea.made", Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("tea.made", """{"leaf":"green"}""", """{"kind":"green","cups":1}""")]
    [InlineData("tea.made@3", """{"cups":1,"kind":"green"}""", """{"cups":1,"kind":"green"}""")]
    [InlineData("tea.made@4", """{"cups":1,"milk":true}""", """{"cups":1,"milk":true}""")]
    [InlineData("coffee.made", """{"beans":7}""", """{"beans":7}""")]
    public void Clients_are_given_todays_shape_and_bytes_as_they_are_that_have_it_or_a_newer_one(string name, string stored, string given)
    {
        var recorded = Recorded(name, stored);

        Assert.Equal(given, Encoding.UTF8.GetString(recorded.PublicData.Span));
        Assert.Equal(stored, Encoding.UTF8.GetString(recorded.Data.Span));
    }

    [Theory]
    [InlineData("tea.made", """{"leaf":"green"}""", true)]
    [InlineData("tea.made@3", """{"cups":1,"kind":"green"}""", true)]
    [InlineData("tea.made@4", """{"cups":1,"kind":"green","milk":true}""", false)]
    [InlineData("coffee.made", "{}", false)]
    [InlineData("tea.made@3", "{}", false)]
    public void Whoever_may_pass_over_what_cannot_be_read_sees_no_fact_in_it(string name, string stored, bool isReadable) =>
        Assert.Equal(isReadable ? new TeaMade("green", 1) : null, Recorded(name, stored).Readable);

    private static RecordedEvent Recorded(string name, string stored) => new(Types)
    {
        Stream = StreamName.For(General), Version = 1, Id = Guid.Empty, Type = name, Data = Encoding.UTF8.GetBytes(stored), RecordedAt = Noon,
        Context = new(Ada, null, Guid.Empty, Guid.Empty), Hash = HashChain.Genesis,
    };

    private static JsonObject LeafBecomesKind(JsonObject older)
    {
        older["kind"] = older["leaf"]?.DeepClone();
        older.Remove("leaf");
        return older;
    }

    private static JsonObject OneCup(JsonObject older)
    {
        older["cups"] = 1;
        return older;
    }
}
