using System.Text;
using EventChat.Events;
using EventChat.Events.Store;
using EventChat.Events.Users;

namespace EventChat.Adapters.Exports;

/// <summary>What those who occur in an export were called when the checkpoint was made.</summary>
internal sealed class People(IEventStore store, Position through)
{
    private readonly Dictionary<UserId, Named> known = [];

    /// <summary>The display name, or the id where there is none to be read any more.</summary>
    public async ValueTask<string> NameOf(UserId user, CancellationToken ct) => (await Find(user, ct)).Name is { Length: > 0 } name ? name : user.ToString();

    /// <summary>A line for each who occurred, by id.</summary>
    public int WriteTo(Stream output)
    {
        output.Write("id,username,display_name\r\n"u8);
        foreach (var (user, named) in known.OrderBy(static k => k.Key.ToString(), StringComparer.Ordinal)) output.Write(Encoding.UTF8.GetBytes(Csv.Line($"{user}", named.Username, named.Name)));
        return known.Count;
    }

    private async ValueTask<Named> Find(UserId user, CancellationToken ct)
    {
        if (known.TryGetValue(user, out var found)) return found;
        var named = new Named("", "");
        await foreach (var e in store.ReadStream(StreamName.For(user), 0, ct))
        {
            if (e.Position > through) break;
            named = e.Readable switch
            {
                UserRegistered registered => new(registered.Username, registered.DisplayName),
                ProfileChanged { DisplayName: { } changed } => named with { Name = changed },
                _ => named,
            };
        }

        return known[user] = named;
    }

    private sealed record Named(string Username, string Name);
}

/// <summary>Lines as RFC 4180 has them.</summary>
internal static class Csv
{
    public static string Line(params ReadOnlySpan<string?> fields)
    {
        var line = new StringBuilder();
        foreach (var field in fields)
        {
            if (line.Length > 0) line.Append(',');
            if (field.AsSpan().IndexOfAny("\",\r\n") < 0) line.Append(field);
            else line.Append('"').Append(field!.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }

        return line.Append("\r\n").ToString();
    }
}
