using System.Globalization;
using System.Text;

namespace EventChat.Adapters.Postgres;

/// <summary>At most one EventChat uses a data folder. The kernel lets go when the process dies, however it dies.</summary>
internal sealed class FolderLock : IDisposable
{
    private const int WouldBlock = 11;

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    public static async Task<FolderLock> Take(string folder, CancellationToken ct)
    {
        var path = Path.Combine(folder, "eventchat.lock");
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            return new(file);
        }
        catch (UnauthorizedAccessException)
        {
            throw ClusterFolder.NotWritable(folder);
        }
        catch (IOException e) when (e.HResult == WouldBlock)
        {
            // A stream of our own would ask for the lock even to read.
            var holder = (await Command.Run(["cat", path], ct)).Output;
            throw new StartupException(
                $"Another EventChat (process {holder}) uses the folder {folder}: stop it, or choose another folder with --data");
        }
        catch (IOException e)
        {
            throw new StartupException($"{path} cannot be written: {e.Message}");
        }
    }

    public void Dispose() => _file.Dispose();
}
