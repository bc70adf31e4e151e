namespace EventChat.Acceptance.Support;

/// <summary>Where the programs from npm are.</summary>
public static class NodeFolder
{
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var node = Path.Combine(folder.FullName, "tests", "EventChat.Acceptance", "node");
            if (!Directory.Exists(node)) continue;
            return Directory.Exists(Path.Combine(node, "node_modules")) ? node : throw new InvalidOperationException($"Run npm ci in {node}, as ./test does.");
        }

        throw new InvalidOperationException("The tests do not run from within the repository.");
    }
}
