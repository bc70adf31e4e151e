namespace EventChat.Acceptance.Support;

/// <summary>Where the sources are that the tests were built from.</summary>
internal static class RepositoryFolder
{
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "EventChat.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests do not run from within the repository.");
    }
}
