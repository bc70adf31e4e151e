using System.Text;
using System.Text.Json;
using CsCheck;
using EventChat.Adapters.Privacy;
using EventChat.Events;
using EventChat.Events.Channels;
using EventChat.Events.Privacy;
using EventChat.Events.Serialization;
using EventChat.Events.Store;
using EventChat.Specs.Events;
using Snapshooter.Xunit;
using static EventChat.Specs.Support.Cast;

namespace EventChat.Specs.Privacy;

public class SealerSpecs
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 31, 12, 0, 0, TimeSpan.Zero);
    private readonly InMemoryKeyring keyring = new();
    private Sealer Sealer => new(keyring);

    [Fact]
    public async Task What_is_sealed_is_read_again_and_nowhere_in_what_is_stored()
    {
        foreach (var fact in Samples.All.Concat(Samples.Earlier))
        {
            var (name, json) = EventTypes.All.Write(fact);
            var stored = await Sealer.Seal(name, json, PlaceOf(name), default);
            Assert.Equal(json, (await Sealer.Open(name, stored, PlaceOf(name), default)).ToArray());
            if (stored != json) Assert.Throws<EventContractException>(() => EventTypes.All.Read(name, stored));
            foreach (var word in WordsIn(name, json)) Assert.DoesNotContain(word, Encoding.UTF8.GetString(stored), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_its_keys_a_fact_is_still_read_and_says_nothing()
    {
        foreach (var fact in Samples.All.Concat(Samples.Earlier))
        {
            var (name, json) = EventTypes.All.Write(fact);
            var place = PlaceOf(name);
            var stored = await Sealer.Seal(name, json, place, default);
            foreach (var author in (UserId[])[Ada, Bob, UserId.System]) await keyring.DestroyAuthor(author, [place.Stream], default);
            var opened = (await Sealer.Open(name, stored, place, default)).ToArray();
            Assert.Equal(name, EventTypes.All.Write(EventTypes.All.Read(name, opened)).StoredName);
            foreach (var word in WordsIn(name, json)) Assert.DoesNotContain(word, Encoding.UTF8.GetString(opened), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_text_of_a_fact_is_sealed_or_was_reviewed_as_nobodys_words() =>
        Snapshot.Match(string.Join('\n', Samples.All.SelectMany(static fact =>
        {
            var (name, json) = EventTypes.All.Write(fact);
            var @sealed = Words.All.Where(w => w.Fact == EventTypes.PublicName(name)).SelectMany(static w => w.Paths).ToHashSet();
            return Texts(JsonElement.Parse(json), "").Where(path => !@sealed.Any(s => path == s || path.StartsWith(s + ".", StringComparison.Ordinal))).Select(path => $"{name} {path}");
        }).Distinct().Order(StringComparer.Ordinal)) + "\n");

    [Fact]
    public async Task A_copy_goes_with_the_author_of_the_original()
    {
        var sent = new MessageSent(2, "Look", Forwarded: new(Bob, "Tea at four", Noon));
        Assert.Equal(sent with { Forwarded = sent.Forwarded! with { Text = "" } }, await Left(sent, by: Ada, without: Bob));
        Assert.Equal(sent with { Text = "" }, await Left(sent, by: Ada, without: Ada));
    }

    [Fact]
    public async Task A_month_takes_its_own_words_with_it_and_no_others()
    {
        var (january, february) = (PlaceOf("message.sent"), PlaceOf("message.sent") with { At = Noon.AddDays(1) });
        var first = await Seal(new MessageSent(1, "January"), january);
        var second = await Seal(new MessageSent(2, "February"), february);
        await keyring.DestroyMonths(january.Stream, [203001], default);
        Assert.Equal("", ((MessageSent)await Open("message.sent", first, january)).Text);
        Assert.Equal("February", ((MessageSent)await Open("message.sent", second, february)).Text);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Seal(new MessageSent(3, "Late"), january with { Actor = Bob }));
    }

    [Fact]
    public async Task Whoever_comes_back_is_read_and_what_was_destroyed_is_not()
    {
        var place = PlaceOf("message.sent");
        var before = await Seal(new MessageSent(1, "Before"), place);
        await keyring.DestroyAuthor(Ada, [place.Stream], default);
        var after = await Seal(new MessageSent(2, "After"), place);
        Assert.Equal("", ((MessageSent)await Open("message.sent", before, place)).Text);
        Assert.Equal("After", ((MessageSent)await Open("message.sent", after, place)).Text);
    }

    [Fact]
    public async Task Words_that_were_moved_or_changed_are_not_opened()
    {
        var place = PlaceOf("message.sent");
        var stored = await Seal(new MessageSent(1, "Pay Bob five pounds"), place);
        await Assert.ThrowsAsync<EventContractException>(async () => await Open("message.sent", stored, place with { Event = Guid.CreateVersion7() }));
        await Gen.Int[0, stored.Length - 1].Select(Gen.Byte[1, 255]).SampleAsync(async (at, flip) =>
        {
            var changed = stored.ToArray();
            changed[at] ^= flip;
            try { Assert.NotEqual("Pay Bob fifty pounds", ((MessageSent)await Open("message.sent", changed, place)).Text); }
            catch (Exception error) when (error is EventContractException or JsonException) { }
        }, iter: 2_000);
    }

    [Fact]
    public async Task Keys_of_another_log_are_said_to_be_that()
    {
        var place = PlaceOf("message.sent");
        var stored = await Seal(new MessageSent(1, "Hello"), place);
        var error = await Assert.ThrowsAsync<EventContractException>(async () => await new Sealer(new InMemoryKeyring()).Open("message.sent", stored, place, default));
        Assert.Contains("keyring", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task Any_text_survives() => Gen.Select(Gen.String[1, 200], Gen.String).SampleAsync(async (text, name) =>
    {
        var sent = new MessageSent(1, text, DisplayAs: new(name), Forwarded: new(Bob, name, Noon));
        var place = PlaceOf("message.sent");
        Assert.Equal(EventTypes.All.Write(sent).Json, (await Sealer.Open("message.sent", await Seal(sent, place), place, default)).ToArray());
    }, iter: 1_000);

    private async Task<DomainEvent> Left(MessageSent sent, UserId by, UserId without)
    {
        var place = PlaceOf("message.sent") with { Actor = by, Stream = StreamName.For(ChannelId.New()) };
        var stored = await Seal(sent, place);
        await keyring.DestroyAuthor(without, [place.Stream], default);
        return await Open("message.sent", stored, place);
    }

    private ValueTask<byte[]> Seal(DomainEvent fact, SealedPlace place)
    {
        var (name, json) = EventTypes.All.Write(fact);
        return Sealer.Seal(name, json, place, default);
    }

    private async Task<DomainEvent> Open(string name, byte[] stored, SealedPlace place) => EventTypes.All.Read(name, (await Sealer.Open(name, stored, place, default)).Span);

    private static SealedPlace PlaceOf(string name) => new(
        name.Split('.')[0] switch { "user" => StreamName.For(Ada), "inbox" => StreamName.ForInbox(Ada), "invite" => StreamName.For(Home), _ => StreamName.For(General) },
        Guid.Parse("01890000-0000-7000-8000-000000000001"), Ada, Noon);

    private static IEnumerable<string> WordsIn(string name, byte[] json) =>
        from words in Words.All
        where words.Fact == EventTypes.PublicName(name)
        from path in words.Paths
        let value = path.Split('.').Aggregate((JsonElement?)JsonElement.Parse(json), static (at, property) => at?.TryGetProperty(property, out var found) == true ? found : null)
        where value is not null
        from text in value.Value.ValueKind == JsonValueKind.String ? [value.Value.GetString()!] : value.Value.ToString().Split('"').Where(static t => t.Length > 3)
        where text.Length > 3
        select text;

    private static IEnumerable<string> Texts(JsonElement at, string path) => at.ValueKind switch
    {
        JsonValueKind.Object => at.EnumerateObject().SelectMany(p => Texts(p.Value, path.Length == 0 ? p.Name : $"{path}.{p.Name}")),
        JsonValueKind.Array => at.EnumerateArray().SelectMany(item => Texts(item, path)),
        JsonValueKind.String => [path],
        _ => [],
    };
}
