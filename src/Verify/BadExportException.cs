namespace EventChat.Verify;

/// <summary>The export is not as it was signed, or proves nothing.</summary>
/// <param name="place">The first that is bad: a file of the archive, a line of it, or the archive itself.</param>
public sealed class BadExportException(string place, string what) : Exception($"{place}: {what}")
{
    public string Place => place;
}
