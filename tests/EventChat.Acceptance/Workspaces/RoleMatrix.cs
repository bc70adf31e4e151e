namespace EventChat.Acceptance.Workspaces;

/// <summary>The reviewed table of who may do what in a channel, as the decisions wrote it.</summary>
internal static class RoleMatrix
{
    private static readonly string[] Kinds = ["public", "private", "archived-public", "archived-private", "dm"];

    public sealed record Cell(string Action, string Expected);

    /// <param name="Role">Null for somebody who is not in the workspace.</param>
    public sealed record Column(string Kind, string? Role, bool IsIn, IReadOnlyList<Cell> Cells);

    public static IReadOnlyList<Column> Read()
    {
        List<Column> columns = [];
        string[]? heads = null;
        Dictionary<string, List<Cell>> cells = [];
        foreach (var line in File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "RoleMatrix.txt")).Split('\n').Append(""))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is [var kind, "none", ..] && Kinds.Contains(kind))
            {
                heads = words;
                cells = heads.Skip(1).ToDictionary(static h => h, static _ => new List<Cell>());
            }
            else if (heads is not null && words.Length == heads.Length)
                for (var i = 1; i < words.Length; i++) cells[heads[i]].Add(new(words[0], words[i]));
            else if (heads is not null && words.Length == 0)
            {
                columns.AddRange(heads.Skip(1).Select(h => new Column(heads[0], h == "none" ? null : h.TrimEnd('*'), h.EndsWith('*'), cells[h])));
                heads = null;
            }
        }

        return columns;
    }

    public static string Word(string? code) => code switch
    {
        null => "yes",
        "channel.not-found" or "workspace.not-found" => "hidden",
        "channel.not-a-member" => "join",
        "role.admin-required" => "admins",
        "role.guest" => "guests",
        "message.not-the-author" => "author",
        "channel.archived" => "archived",
        "channel.is-direct" => "fixed",
        _ => code,
    };
}
