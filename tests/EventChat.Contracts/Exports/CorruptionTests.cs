using System.Security.Cryptography;
using System.Text;
using EventChat.Verify;
using NSec.Cryptography;

namespace EventChat.Contracts.Exports;

/// <summary>Whatever somebody does to a good export, the verifier does not accept it, and says where.</summary>
public sealed class CorruptionTests : IAsyncLifetime
{
    private ExportHouse house = null!;
    private ArchiveOfFiles archive = null!;
    private byte[] good = [];

    public async Task InitializeAsync()
    {
        house = await ExportHouse.Open(seed: 11, steps: 150);
        var all = house.Everything();
        good = (await house.Export(all with { CustodianIds = [house.Life.People[2]] }, await house.Prove(house.Life.Channels))).Zip;
        ExportVerifier.Verify(new MemoryStream(good), house.Key);
        archive = new(good, house.Folder);
        Assert.True(archive.With([]).AsSpan().SequenceEqual(good));
    }

    public async Task DisposeAsync() => await house.DisposeAsync();

    [Fact]
    public void Ten_thousand_random_corruptions_are_all_rejected()
    {
        var random = new Random(4180);
        HashSet<string> places = [];
        for (var i = 0; i < 10_000; i++)
        {
            var (bad, what) = Corrupt(random);
            if (bad.AsSpan().SequenceEqual(good)) continue;
            var error = Record.Exception(() => ExportVerifier.Verify(new MemoryStream(bad), house.Key));
            if (error is not BadExportException found) throw new Xunit.Sdk.XunitException($"{i}: {what}: {error?.ToString() ?? "accepted"}");
            places.Add(found.Place.Split(',')[0]);
        }

        // Each kind of place was hit, so the corruptions were not all of one kind.
        foreach (var name in (string[])["archive", "events.ndjson", "messages.csv", "people.csv", "transcript.html", "checkpoint.json", "public-key.pem", "manifest.json", "SHA256SUMS"]) Assert.Contains(name, places);
    }

    [Fact]
    public void Every_single_byte_of_the_archive_counts()
    {
        var random = new Random(1);
        for (var i = 0; i < good.Length; i += 1 + random.Next(3))
        {
            var bad = good.ToArray();
            bad[i] ^= (byte)(1 << random.Next(8));
            Assert.ThrowsAny<BadExportException>(() => ExportVerifier.Verify(new MemoryStream(bad), house.Key));
        }
    }

    [Fact]
    public void Another_key_is_not_the_one_that_was_given()
    {
        using var other = Key.Create(SignatureAlgorithm.Ed25519);
        var raw = other.PublicKey.Export(KeyBlobFormat.RawPublicKey);
        Assert.Throws<BadExportException>(() => ExportVerifier.Verify(new MemoryStream(good), raw));
        var signed = Resigned(other);
        Assert.Equal("manifest.json", Assert.Throws<BadExportException>(() => ExportVerifier.Verify(new MemoryStream(signed), house.Key)).Place);
        // Not even by its own key: the checkpoint was signed by the server.
        Assert.Equal("public-key.pem", Assert.Throws<BadExportException>(() => ExportVerifier.Verify(new MemoryStream(signed), raw)).Place);
    }

    /// <summary>Where the archive around it is right, the first line that is bad is named.</summary>
    [Theory]
    [InlineData("\"sealed\":\"", "\"sealed\":\"A", "is not the event that was recorded")]
    [InlineData("\"type\":\"message.sent\"", "\"type\":\"message.seen\"", "is not the event that was recorded")]
    [InlineData("{\"position\":", "{\"position\":9999", "is not between")]
    [InlineData("\"nodes\":[\"", "\"nodes\":[\"zz", "is expected")]
    [InlineData("\"session\":null", "\"session\":\"\"", "is expected")]
    public void The_first_bad_line_is_named(string from, string to, string words)
    {
        var text = Encoding.UTF8.GetString(archive.Content("events.ndjson"));
        var at = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(at >= 0, text);
        var bad = archive.With("events.ndjson", Encoding.UTF8.GetBytes($"{text[..at]}{to}{text[(at + from.Length)..]}"));

        var error = Assert.Throws<BadExportException>(() => ExportVerifier.Verify(new MemoryStream(bad), house.Key));
        Assert.Equal($"events.ndjson, line {text[..at].Count(static c => c == '\n') + 1}", error.Place);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private (byte[] Bad, string What) Corrupt(Random random)
    {
        var (at, other) = (random.Next(good.Length), random.Next(good.Length));
        var (from, length) = (Math.Min(at, other), Math.Min(Math.Abs(at - other), random.Next(1, 200)));
        return random.Next(12) switch
        {
            0 => (good[..at], $"cut at {at}"),
            1 => ([.. good[..from], .. good[(from + length)..]], $"without {length} at {from}"),
            2 => ([.. good[..at], (byte)random.Next(256), .. good[at..]], $"with a byte at {at}"),
            3 => (Swapped(from, other, length), $"{length} at {from} and {other} swapped"),
            4 => (archive.WithLines(random, ArchiveOfFiles.Swap), "two lines swapped"),
            5 => (archive.WithLines(random, ArchiveOfFiles.Remove), "without a line"),
            6 => (archive.WithLines(random, ArchiveOfFiles.Repeat), "with a line twice"),
            7 => (archive.WithFiles(random, ArchiveOfFiles.Swap), "two files swapped"),
            8 => (archive.WithFiles(random, ArchiveOfFiles.Remove), "without a file"),
            9 => (archive.WithContentsSwapped(random), "the contents of two files swapped"),
            10 => (archive.WithByte(random), "a byte of a file"),
            _ => (With(at, (byte)random.Next(256)), $"another byte at {at}"),
        };
    }

    private byte[] With(int at, byte value)
    {
        var bad = good.ToArray();
        bad[at] = value;
        return bad;
    }

    private byte[] Swapped(int one, int other, int length)
    {
        length = Math.Min(length, Math.Min(good.Length - one, good.Length - other));
        if (Math.Abs(one - other) < length) length = Math.Abs(one - other);
        var bad = good.ToArray();
        good.AsSpan(one, length).CopyTo(bad.AsSpan(other));
        good.AsSpan(other, length).CopyTo(bad.AsSpan(one));
        return bad;
    }

    private byte[] Resigned(Key other)
    {
        var manifest = Encoding.UTF8.GetString(archive.Content("manifest.json")).Replace(
            Convert.ToHexStringLower(house.Key), Convert.ToHexStringLower(other.PublicKey.Export(KeyBlobFormat.RawPublicKey)), StringComparison.Ordinal);
        var json = Encoding.UTF8.GetBytes(manifest);
        var signature = SignatureAlgorithm.Ed25519.Sign(other, json);
        var sums = string.Concat(Encoding.ASCII.GetString(archive.Content("SHA256SUMS")).Split('\n').SkipLast(3).Select(static line => $"{line}\n"))
            + $"{Convert.ToHexStringLower(SHA256.HashData(json))}  manifest.json\n{Convert.ToHexStringLower(SHA256.HashData(signature))}  manifest.sig\n";
        return archive.With(("manifest.json", json), ("manifest.sig", signature), ("SHA256SUMS", Encoding.ASCII.GetBytes(sums)));
    }
}
