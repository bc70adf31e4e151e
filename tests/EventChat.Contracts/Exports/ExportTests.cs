using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using EventChat.Events.Channels;
using EventChat.Events.Store;
using EventChat.Verify;
using MimeKit;

namespace EventChat.Contracts.Exports;

/// <summary>What is handed over is what the log has, no more and no less, and a program that knows nothing of the server says so.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private ExportHouse house = null!;

    public async Task InitializeAsync() => house = await ExportHouse.Open(seed: 5, steps: 600);

    public async Task DisposeAsync() => await house.DisposeAsync();

    [Fact]
    public async Task Everything_is_there_and_verifies()
    {
        var evidence = await house.Prove(house.Life.Channels);
        var (zip, counts) = await house.Export(house.Everything(), evidence);

        var verified = ExportVerifier.Verify(new MemoryStream(zip), house.Key);
        Assert.Equal((3, counts.Events, 0), (verified.Streams, verified.Events, verified.LeftOut));
        Assert.Equal(evidence.Streams.Sum(static s => s.Leaf.Version), counts.Events);
        Assert.Equal(await Recorded(static _ => true), Told(zip));
    }

    [Fact]
    public async Task The_same_case_as_of_the_same_checkpoint_has_the_same_bytes()
    {
        var evidence = await house.Prove(house.Life.Channels);
        var first = await house.Export(house.Everything(), evidence);
        await house.Life.Go(200);
        var second = await house.Export(house.Everything(), Adapters.Checkpoints.Evidence.Parse(evidence.ToJson()));

        Assert.True(first.Zip.AsSpan().SequenceEqual(second.Zip));
    }

    [Fact]
    public async Task A_case_in_time_is_proved_though_the_rest_is_left_out()
    {
        var all = await Events();
        for (var i = 0; i < 12; i++)
        {
            var (from, to) = (all[i * all.Count / 12].RecordedAt, all[Math.Min(all.Count - 1, (i + 2) * all.Count / 12)].RecordedAt);
            var (zip, counts) = await house.Export(house.Everything() with { From = from, To = to }, await house.Prove(house.Life.Channels));

            var verified = ExportVerifier.Verify(new MemoryStream(zip), house.Key);
            Assert.Equal(all.Count, counts.Events + verified.LeftOut);
            Assert.Equal(await Recorded(e => e.RecordedAt >= from && e.RecordedAt < to), Told(zip));
        }
    }

    [Fact]
    public async Task Of_a_custodian_there_is_what_they_did_and_what_happened_while_they_were_there()
    {
        var bob = house.Life.People[1];
        var (zip, _) = await house.Export(house.Everything(bob), await house.Prove(house.Life.Channels));

        ExportVerifier.Verify(new MemoryStream(zip), house.Key);
        HashSet<string> inside = [];
        Assert.Equal(await Recorded(e =>
        {
            var wasInside = inside.Contains(e.Stream.Value);
            if (e.Event is MemberJoined joined && joined.UserId == bob) inside.Add(e.Stream.Value);
            if (e.Event is MemberLeft left && left.UserId == bob) inside.Remove(e.Stream.Value);
            return e.Actor == bob || wasInside || inside.Contains(e.Stream.Value);
        }), Told(zip));
    }

    [Fact]
    public async Task Of_what_is_looked_for_there_are_all_messages_that_ever_said_it_with_all_that_became_of_them()
    {
        var (zip, counts) = await house.Export(house.Everything() with { Query = "HELLO" }, await house.Prove(house.Life.Channels));

        ExportVerifier.Verify(new MemoryStream(zip), house.Key);
        var hello = (await Events()).Where(static e => e.Event is MessageSent { Text: "Hello" } or MessageEdited { Text: "Hello" }).Select(static e => (e.Stream, Number(e))).ToHashSet();
        Assert.NotEmpty(hello);
        Assert.Equal(await Recorded(e => Number(e) is { } number && hello.Contains((e.Stream, number))), Told(zip));
        Assert.InRange(counts.Messages, 1, counts.Events);
    }

    [Fact]
    public async Task Nothing_that_somebody_wrote_gets_out_of_its_place()
    {
        const string Evil = "</bdi></p><script>alert(1)</script>\r\n\"=1+1\",\u202Eabc\r\n.\r\nFrom: eve\0<img src=x>";
        var stream = StreamName.For(house.Life.Channels[0]);
        await house.Log.Append(
            stream, await house.Log.ReadVersion(stream, CancellationToken.None),
            [new(Guid.CreateVersion7(), new MessageSent(99, Evil), new(house.Life.People[0], null, Guid.CreateVersion7(), Guid.CreateVersion7()), TimeProvider.System.GetUtcNow())], CancellationToken.None);
        var (zip, _) = await house.Export(house.Everything() with { Name = Evil }, await house.Prove(house.Life.Channels));

        ExportVerifier.Verify(new MemoryStream(zip), house.Key);
        var html = Text(zip, "transcript.html");
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u202E', html);
        Assert.Contains(Csv(Text(zip, "messages.csv")), static row => row[^1] == Evil);
    }

    [Fact]
    public async Task Its_tables_and_mails_are_those_that_others_read()
    {
        var (zip, counts) = await house.Export(house.Everything(), await house.Prove(house.Life.Channels));

        var rows = Csv(Text(zip, "messages.csv"));
        Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
        Assert.Equal(counts.Messages, rows.Count(static row => row[5] == "message.sent"));
        Assert.Equal(counts.People + 1, Csv(Text(zip, "people.csv")).Count);
        var mails = Names(zip).Where(static name => name.StartsWith("mail/", StringComparison.Ordinal)).ToList();
        Assert.Equal((counts.Mails, true), (mails.Count, mails.Count >= 3));
        List<string> bodies = [];
        foreach (var name in mails)
        {
            var mail = await MimeMessage.LoadAsync(new MemoryStream(Bytes(zip, name)));
            Assert.EndsWith("@export.invalid", mail.From.Mailboxes.Single().Address, StringComparison.Ordinal);
            bodies.Add(mail.TextBody!);
        }

        Assert.Contains(bodies, static body => body.Contains(": Hello", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Common_tools_check_the_sums_and_the_signature()
    {
        var (zip, _) = await house.Export(house.Everything(), await house.Prove(house.Life.Channels));
        var folder = Path.Combine(house.Folder, "unpacked");
        await ZipFile.ExtractToDirectoryAsync(new MemoryStream(zip), folder);

        Assert.Equal(0, await Run("sha256sum", "--strict", "-c", "SHA256SUMS"));
        string[] verify = ["pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "public-key.pem", "-in", "manifest.json", "-sigfile", "manifest.sig"];
        Assert.Equal(0, await Run("openssl", verify));
        await File.AppendAllTextAsync(Path.Combine(folder, "manifest.json"), " ");
        Assert.Equal((1, 1), (await Run("sha256sum", "--strict", "-c", "SHA256SUMS"), await Run("openssl", verify)));

        async Task<int> Run(string tool, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(tool, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
    }

    private async Task<List<RecordedEvent>> Events()
    {
        List<RecordedEvent> all = [];
        foreach (var stream in house.Life.Channels.Select(static c => StreamName.For(c)).OrderBy(static s => s.Value, StringComparer.Ordinal))
            all.AddRange(await house.Log.ReadStream(stream, 0, CancellationToken.None).ToListAsync());
        return all;
    }

    private async Task<List<string>> Recorded(Func<RecordedEvent, bool> isMeant) =>
        [.. (await Events()).Where(isMeant).Select(static e => $"{e.Position} {e.Stream} {e.Version} {Convert.ToHexStringLower(e.Hash.Span)} {Encoding.UTF8.GetString(e.Data.Span)}")];

    private static List<string> Told(byte[] zip) =>
    [
        .. Text(zip, "events.ndjson").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonElement.Parse(line)).Where(static e => e.TryGetProperty("data", out _))
            .Select(static e => $"{e.GetProperty("position")} {e.GetProperty("stream")} {e.GetProperty("version")} {e.GetProperty("hash")} {e.GetProperty("data").GetRawText()}"),
    ];

    private static int? Number(RecordedEvent e) => JsonElement.Parse(e.Data.Span).TryGetProperty("number", out var number) ? number.GetInt32() : null;

    /// <summary>A reader of RFC 4180 that was written from its grammar.</summary>
    private static List<List<string>> Csv(string text)
    {
        List<List<string>> rows = [[]];
        for (var i = 0; i < text.Length;)
        {
            var field = new StringBuilder();
            if (text[i] == '"')
            {
                for (i++; text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"'); i++)
                {
                    if (text[i] == '"') i++;
                    field.Append(text[i]);
                }

                i++;
            }
            else while (text[i] is not (',' or '\r')) field.Append(text[i++]);

            rows[^1].Add(field.ToString());
            if (text[i] == ',') i++;
            else
            {
                Assert.Equal("\r\n", text.Substring(i, 2));
                i += 2;
                if (i < text.Length) rows.Add([]);
            }
        }

        return rows;
    }

    private static List<string> Names(byte[] zip) => [.. new ZipArchive(new MemoryStream(zip)).Entries.Select(static e => e.FullName)];

    private static string Text(byte[] zip, string name) => Encoding.UTF8.GetString(Bytes(zip, name));

    private static byte[] Bytes(byte[] zip, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        using var content = new MemoryStream();
        using var entry = archive.GetEntry(name)!.Open();
        entry.CopyTo(content);
        return content.ToArray();
    }
}
