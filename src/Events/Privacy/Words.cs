using System.Collections.Frozen;
using System.Text;

namespace EventChat.Events.Privacy;

/// <summary>Where the JSON of a fact holds what a person wrote about anything or says of themselves: what is sealed before it is hashed and stored.</summary>
/// <remarks>Names and topics of workspaces, channels, groups and apps are not in it: they are everybody's, and outlive whoever typed them.</remarks>
public sealed class Words
{
    private const string Empty = "\"\"", Nothing = "null";

    /// <summary>By the public name of the fact.</summary>
    private static readonly FrozenDictionary<string, Words[]> Table = new Dictionary<string, Words[]>
    {
        ["message.sent"] = [new("text"), new("displayAs", Nothing), new("forwarded.text", author: "forwarded.author")],
        ["message.edited"] = [new("text")],
        ["message.preview-added"] =
        [
            new("url", author: "author"), new("title", author: "author"), new("description", Nothing, "author"), new("siteName", Nothing, "author"), new("image", Nothing, "author"),
        ],
        ["user.registered"] = [new("username"), new("displayName"), new("email")],
        ["user.profile-changed"] = [new("displayName", Nothing), new("avatarUrl", Nothing), new("timeZone", Nothing)],
        ["user.status-changed"] = [new("text"), new("emoji")],
        ["user.session-opened"] = [new("device"), new("address")],
        ["inbox.message-scheduled"] = [new("text")],
        ["inbox.scheduled-changed"] = [new("text", Nothing)],
        ["inbox.app-answered"] = [new("text")],
        ["inbox.rules-changed"] = [new("keywords", Nothing)],
        ["invite.created"] = [new("email", Nothing)],
    }.ToFrozenDictionary();

    private readonly byte[][] path;
    private readonly byte[][]? author;

    private Words(string path, string gone = Empty, string? author = null)
    {
        (this.path, Gone, this.author) = (Names(path), Encoding.UTF8.GetBytes(gone), author is null ? null : Names(author));
        Path = Encoding.UTF8.GetBytes(path);
    }

    /// <summary>The facts that hold words, each with where it does.</summary>
    public static IEnumerable<(string Fact, IEnumerable<string> Paths)> All =>
        Table.Select(static entry => (entry.Key, entry.Value.Select(static words => Encoding.UTF8.GetString(words.Path))));

    /// <summary>A property, or one within a property, with a dot between them.</summary>
    internal byte[] Path { get; }

    /// <summary>What is read in their place when they are gone.</summary>
    internal byte[] Gone { get; }

    internal static Words[]? Of(string storedName) =>
        Table.TryGetValue(storedName, out var words) || storedName.Contains('@', StringComparison.Ordinal) && Table.TryGetValue(Serialization.EventTypes.PublicName(storedName), out words) ? words : null;

    /// <summary>Where the value stands; an empty range where there is none.</summary>
    internal Range In(ReadOnlySpan<byte> json) => JsonPath.Find(json, path);

    /// <summary>Whose they are, where the fact itself says so; otherwise those of whoever the stream is of, or of the actor.</summary>
    internal UserId? AuthorIn(ReadOnlySpan<byte> json)
    {
        if (author is null) return null;
        var at = json[JsonPath.Find(json, author)];
        Span<char> text = stackalloc char[32];
        return at.Length is > 2 and <= 34 && Id.TryParse<UserId>(text[..Encoding.UTF8.GetChars(at[1..^1], text)], out var id) ? id : null;
    }

    private static byte[][] Names(string path) => [.. path.Split('.').Select(Encoding.UTF8.GetBytes)];
}
