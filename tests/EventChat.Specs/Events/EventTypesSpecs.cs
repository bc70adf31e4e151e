using System.Text;
using System.Text.Json;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Serialization;
using EventChat.Specs.Support;
using Snapshooter.Xunit;

namespace EventChat.Specs.Events;

public class EventTypesSpecs
{
    [Fact]
    public void Every_fact_has_a_stored_name() =>
        Assert.Equal(Samples.Facts.Select(static t => t.Name).Order(), EventTypes.All.StoredNames.Keys.Select(static t => t.Name).Order());

    [Fact]
    public void Every_fact_is_sealed_and_has_a_sample()
    {
        Assert.All(Samples.Facts, static fact => Assert.True(fact.IsSealed, $"{fact.Name} is not sealed."));
        Assert.Equal(Samples.Facts.Select(static t => t.Name).Order(), Samples.All.Select(static e => e.GetType().Name).Order());
    }

    [Fact]
    public void Every_fact_survives_being_stored() =>
        Assert.All(Samples.All, static fact =>
        {
            var (name, json) = EventTypes.All.Write(fact);
            Assert.Equal(fact, EventTypes.All.Read(name, json));
        });

    [Fact]
    public void The_shape_of_all_facts_is_as_it_was_reviewed() =>
        Snapshot.Match(string.Join('\n', Samples.All.Select(static fact =>
        {
            var (name, json) = EventTypes.All.Write(fact);
            return $"{name} {Encoding.UTF8.GetString(json)}";
        }).Order(StringComparer.Ordinal)) + "\n");

    /// <summary>A sample of every version ever written is kept for ever and never edited.</summary>
    [Fact]
    public void Every_version_ever_written_is_still_read()
    {
        var golden = Directory.GetFiles(Repository.PathOf("tests", "EventChat.Specs", "Events", "Golden"), "*.json");
        Assert.All(golden, static file =>
        {
            var fact = EventTypes.All.Read(NameOf(file), File.ReadAllBytes(file));
            Assert.Contains(fact, Samples.All.Concat(Samples.Earlier));
        });
        Assert.Subset(golden.Select(NameOf).ToHashSet(), EventTypes.All.StoredNames.Values.ToHashSet());
    }

    [Theory]
    [InlineData("message.sent", "message.sent")]
    [InlineData("message.sent@2", "message.sent")]
    [InlineData("channel.member-joined@17", "channel.member-joined")]
    public void Clients_see_the_name_without_its_version(string stored, string seen) => Assert.Equal(seen, EventTypes.PublicName(stored));

    [Fact]
    public void Stored_names_are_lower_case_words_with_a_dot() =>
        Assert.All(EventTypes.All.StoredNames.Values, static name => Assert.Matches("^[a-z]+\\.[a-z]+(-[a-z]+)*(@[2-9])?$", name));

    [Theory]
    [InlineData("message.exploded", "{}")]
    [InlineData("message.sent@2", """{"number":1,"text":"Hello"}""")]
    [InlineData("message.sent", "")]
    [InlineData("message.sent", "null")]
    [InlineData("message.sent", "[]")]
    [InlineData("message.sent", """{"number":1""")]
    [InlineData("message.sent", """{"number":1}""")]
    [InlineData("message.sent", """{"text":"Hello"}""")]
    [InlineData("message.sent", """{"number":1,"text":null}""")]
    [InlineData("message.sent", """{"number":"one","text":"Hello"}""")]
    [InlineData("message.sent", """{"number":1,"text":"Hello"} {}""")]
    [InlineData("channel.member-joined", """{"userId":"W0000000000000000000000H0ME"}""")]
    [InlineData("channel.created", """{"workspaceId":"W0000000000000000000000H0ME","name":"x","kind":"secret","topic":"","purpose":""}""")]
    public void What_cannot_be_read_says_so(string name, string json)
    {
        var error = Assert.Throws<EventContractException>(() => EventTypes.All.Read(name, Encoding.UTF8.GetBytes(json)));

        Assert.Contains(name, error.Message);
    }

    [Fact]
    public void What_a_newer_version_added_is_passed_over() =>
        Assert.Equal(new MessageSent(1, "Hello"), EventTypes.All.Read("message.sent", """{"number":1,"mood":"bright","text":"Hello"}"""u8));

    [Fact]
    public void Text_is_stored_as_it_is_written() =>
        Assert.Equal("""{"number":1,"text":"<b> & 漢字 \"quoted\" \\"}""", Encoding.UTF8.GetString(EventTypes.All.Write(new MessageSent(1, "<b> & 漢字 \"quoted\" \\")).Json));

    [Fact]
    public void A_fact_without_a_name_is_not_written() =>
        Assert.Contains("Nameless", Assert.Throws<EventContractException>(static () => EventTypes.All.Write(new Nameless())).Message);

    [Fact]
    public void A_large_fact_or_one_that_fails_leaves_nothing_behind_for_the_next()
    {
        var first = EventTypes.All.Write(new MessageSent(1, new string('x', 1_000_000))).Json;
        var second = EventTypes.All.Write(new MessageSent(2, "Hello")).Json;

        Assert.Equal(1_000_000, ((MessageSent)EventTypes.All.Read("message.sent", first)).Text.Length);
        Assert.Equal("""{"number":2,"text":"Hello"}""", Encoding.UTF8.GetString(second));
        using var document = JsonDocument.Parse(first);
    }

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file).Split('+')[0];

    private sealed record Nameless : DomainEvent;
}
