using System.IO.Compression;
using System.Text;
using EventChat.Adapters.Exports;

namespace EventChat.Contracts.Exports;

/// <summary>A good archive that is put together anew with other files, so that nothing is wrong with the archive itself.</summary>
internal sealed class ArchiveOfFiles
{
    private const int Stored = 3;
    private readonly List<(string Name, byte[] Content)> files = [];
    private readonly string folder;

    public ArchiveOfFiles(byte[] zip, string folder)
    {
        this.folder = folder;
        using var archive = new ZipArchive(new MemoryStream(zip));
        foreach (var entry in archive.Entries)
        {
            using var content = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(content);
            files.Add((entry.FullName, content.ToArray()));
        }
    }

    public byte[] Content(string name) => files.Single(f => f.Name == name).Content;

    public byte[] With(string name, byte[] content) => With((name, content));

    public byte[] With(params (string Name, byte[] Content)[] others) =>
        Zip([.. files.Select(file => Array.Find(others, other => other.Name == file.Name) is { Name: not null } changed ? changed : file)]);

    public byte[] WithLines(Random random, Action<Random, IList<string>> change)
    {
        var lines = Encoding.UTF8.GetString(Content("events.ndjson")).Split('\n').SkipLast(1).ToList();
        change(random, lines);
        return With("events.ndjson", Encoding.UTF8.GetBytes(string.Concat(lines.Select(static line => $"{line}\n"))));
    }

    public byte[] WithFiles(Random random, Action<Random, IList<(string, byte[])>> change)
    {
        List<(string, byte[])> changed = [.. files];
        change(random, changed);
        return Zip(changed);
    }

    public byte[] WithContentsSwapped(Random random)
    {
        var (one, other) = (files[random.Next(files.Count)], files[random.Next(files.Count)]);
        return With((one.Name, other.Content), (other.Name, one.Content));
    }

    public byte[] WithByte(Random random)
    {
        var (name, content) = files[random.Next(files.Count)];
        var changed = content.ToArray();
        changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        return With(name, changed);
    }

    public static void Swap<T>(Random random, IList<T> items)
    {
        var (one, other) = (random.Next(items.Count), random.Next(items.Count));
        (items[one], items[other]) = (items[other], items[one]);
    }

    public static void Remove<T>(Random random, IList<T> items) => items.RemoveAt(random.Next(items.Count));

    public static void Repeat<T>(Random random, IList<T> items) => items.Insert(random.Next(items.Count), items[random.Next(items.Count)]);

    private byte[] Zip(List<(string Name, byte[] Content)> contents)
    {
        using var output = new MemoryStream();
        var zip = new ZipWriter(output);
        using var spool = new FileStream(Path.Combine(folder, "spool"), FileMode.Create);
        var packed = contents.SkipLast(Stored).Select(file =>
        {
            using var part = new PartStream(file.Name, spool);
            part.Write(file.Content);
            return part.Finish();
        }).ToList();
        spool.Flush();
        foreach (var part in packed) zip.Add(part);
        foreach (var (name, content) in contents.TakeLast(Stored)) zip.Add(name, content);
        zip.Finish();
        return output.ToArray();
    }
}
