using EventChat.Verify;

const int Good = 0, Wrong = 1, Bad = 2;

if (args is not [_] and not [_, "--key", _] || args[0].StartsWith('-'))
{
    Console.Error.WriteLine("Usage: verify-export FILE.zip [--key KEY]\n\nKEY is the server's public key: its 64 digits, or a file in PEM. Without it the key in the export is taken, which anybody can have put there.");
    return Wrong;
}

try
{
    var key = args.Length == 3 ? Signatures.FromWord(args[2]) : null;
    using var file = File.OpenRead(args[0]);
    var verified = ExportVerifier.Verify(file, key);
    Console.WriteLine(
        $"verified: {verified.Events} events of {verified.Streams} streams, {verified.LeftOut} left out, {verified.Files} files, as of position {verified.Position}\n"
        + (key is null ? $"signed with {verified.Key}: compare that with the key of the server" : "signed with the key that was given"));
    return Good;
}
catch (BadExportException bad)
{
    Console.WriteLine($"BROKEN: {bad.Message}");
    return Bad;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
{
    Console.Error.WriteLine(error.Message);
    return Wrong;
}
