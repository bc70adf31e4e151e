using System.Buffers.Text;
using EventChat.Events.Serialization;
using EventChat.Events.Store;

namespace EventChat.Events.Privacy;

/// <summary>
/// At the border of the log: words are sealed on their way in and opened on their way out. In the stored JSON <c>{"sealed":"…"}</c> stands in place of a value that holds words: in base64
/// one byte for the form (1), one for the generation of the author's key, then what <see cref="ContentKey"/> made of the value's JSON, bound to the id of the event and the path of the value.
/// </summary>
public sealed class Sealer(IKeyring keyring)
{
    private const byte Form = 1;
    private const int Head = 2;

    private static ReadOnlySpan<byte> Before => "{\"sealed\":\""u8;
    private static ReadOnlySpan<byte> After => "\"}"u8;

    /// <summary>The JSON as it is hashed and stored.</summary>
    public async ValueTask<byte[]> Seal(string storedName, byte[] json, SealedPlace place, CancellationToken ct)
    {
        if (Words.Of(storedName) is not { } words) return json;
        List<Piece>? pieces = null;
        foreach (var part in words)
        {
            if (Plain(part, json) is not { } at) continue;
            var (generation, key) = await keyring.ForWriting(AuthorOf(part, json, place), place.Stream, place.Month, ct);
            (pieces ??= []).Add(new(at, Sealed(part, json.AsSpan(at), place.Event, generation, key)));
        }

        return pieces is null ? json : Piece.Replace(json, pieces);
    }

    /// <summary>The JSON with the words that can still be read; what was destroyed is empty. The same bytes where nothing is sealed.</summary>
    /// <exception cref="EventContractException">It was changed, is no JSON, or the keys are not those of this log.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> Open(string storedName, ReadOnlyMemory<byte> data, SealedPlace place, CancellationToken ct)
    {
        if (Words.Of(storedName) is not { } words) return data;
        List<Piece>? pieces = null;
        foreach (var part in words)
        {
            if (SealedIn(part, data.Span) is not var (at, blob)) continue;
            var id = new ContentKeyId(AuthorOf(part, data.Span, place), place.Stream, place.Month, blob[1]);
            (pieces ??= []).Add(new(at, await keyring.ForReading(id, ct) is { } key ? Opened(part, blob, place.Event, key) : part.Gone));
        }

        return pieces is null ? data : Piece.Replace(data.Span, pieces);
    }

    private static UserId AuthorOf(Words part, ReadOnlySpan<byte> json, SealedPlace place) =>
        part.AuthorIn(json) ?? (place.Stream.StartsWith(StreamName.Users) || place.Stream.StartsWith(StreamName.Inboxes) ? place.Stream.Id<UserId>() : place.Actor);

    /// <summary>Where there are words to be sealed: not where a text is empty.</summary>
    private static Range? Plain(Words part, ReadOnlySpan<byte> json)
    {
        var at = part.In(json);
        var value = json[at];
        return value.Length == 0 || value.SequenceEqual("\"\""u8) || value.SequenceEqual("null"u8) ? null : at;
    }

    private static (Range At, byte[] Blob)? SealedIn(Words part, ReadOnlySpan<byte> json)
    {
        var at = part.In(json);
        var value = json[at];
        if (!value.StartsWith(Before) || !value.EndsWith(After)) return null;
        var text = value[Before.Length..^After.Length];
        var blob = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (Base64.DecodeFromUtf8(text, blob, out _, out var length) != System.Buffers.OperationStatus.Done || length < Head + ContentKey.Overhead || blob[0] != Form)
            throw new EventContractException("its sealed words are of no form that this version of the server knows.");
        return (at, blob.AsSpan(0, length).ToArray());
    }

    private static byte[] Sealed(Words part, ReadOnlySpan<byte> value, Guid id, byte generation, ContentKey key)
    {
        var blob = new byte[Head + ContentKey.Overhead + value.Length];
        (blob[0], blob[1]) = (Form, generation);
        key.Seal(value, Bound(part, id), blob.AsSpan(Head));
        var text = new byte[Before.Length + Base64.GetMaxEncodedToUtf8Length(blob.Length) + After.Length];
        Before.CopyTo(text);
        Base64.EncodeToUtf8(blob, text.AsSpan(Before.Length), out _, out _);
        After.CopyTo(text.AsSpan(text.Length - After.Length));
        return text;
    }

    private static byte[] Opened(Words part, byte[] blob, Guid id, ContentKey key)
    {
        var plain = new byte[blob.Length - Head - ContentKey.Overhead];
        key.Open(blob.AsSpan(Head), Bound(part, id), plain);
        return plain;
    }

    private static byte[] Bound(Words part, Guid id)
    {
        var place = new byte[16 + part.Path.Length];
        id.TryWriteBytes(place, bigEndian: true, out _);
        part.Path.CopyTo(place, 16);
        return place;
    }

    /// <summary>A value of some JSON and what stands in its place.</summary>
    private readonly record struct Piece(Range At, byte[] Value)
    {
        public static byte[] Replace(ReadOnlySpan<byte> json, List<Piece> pieces)
        {
            pieces.Sort(static (a, b) => a.At.Start.Value.CompareTo(b.At.Start.Value));
            var length = json.Length;
            foreach (var (at, value) in pieces) length += value.Length - (at.End.Value - at.Start.Value);
            var (replaced, from, to) = (new byte[length], 0, 0);
            foreach (var (at, value) in pieces)
            {
                var kept = json[from..at.Start];
                kept.CopyTo(replaced.AsSpan(to));
                value.CopyTo(replaced, to + kept.Length);
                (from, to) = (at.End.Value, to + kept.Length + value.Length);
            }

            json[from..].CopyTo(replaced.AsSpan(to));
            return replaced;
        }
    }
}

/// <summary>The part of an envelope that sealing depends on.</summary>
public readonly record struct SealedPlace(StreamName Stream, Guid Event, UserId Actor, DateTimeOffset At)
{
    internal int Month => ContentKeyId.MonthAt(Stream, At);
}
