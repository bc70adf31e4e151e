namespace EventChat.Specs.Demo;

/// <summary>A fact about the real logs; skipped, with the reason, where they are not on the machine.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealIrcFactAttribute : FactAttribute
{
    private const string Variable = "EVENTCHAT_TEST_IRC";

    public RealIrcFactAttribute()
    {
        if (!Directory.Exists(Folder)) Skip = $"No IRC logs at {Folder}; {Variable} names another folder.";
    }

    public static string Folder { get; } =
        Environment.GetEnvironmentVariable(Variable) ?? Path.Combine(Root(), "..", "shared", "data", "ubuntu-irc");

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "EventChat.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No EventChat.sln above.");
        }

        return folder;
    }
}
