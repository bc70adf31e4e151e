using EventChat.Adapters;

namespace EventChat.Api.Demo;

/// <summary>What `--demo FOLDER` names, read before anything is started.</summary>
public static class DemoFolder
{
    /// <summary>Leaves room for `ubuntu-` in the 80 characters of a channel's name.</summary>
    private const int LongestName = 73;

    /// <returns>Null where no folder was named.</returns>
    /// <exception cref="StartupException">There is nothing that could be loaded.</exception>
    public static IReadOnlyList<IrcPlan>? Of(IConfiguration configuration) =>
        configuration["Demo"] is { Length: > 0 } folder ? Read(Path.GetFullPath(folder)) : null;

    public static IReadOnlyList<IrcPlan> Read(string folder)
    {
        if (!Directory.Exists(folder)) throw new StartupException($"the demo folder {folder} does not exist");
        try
        {
            return [.. IrcFolder.Names(folder).Select(name => IrcPlan.Of(IrcFolder.Read(folder, Fitting(name))))];
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"the demo cannot be read: {error.Message}");
        }
    }

    private static string Fitting(string name) => name.Length <= LongestName
        ? name
        : throw new InvalidDataException($"The name of the log '{name}' has over {LongestName} characters.");
}
