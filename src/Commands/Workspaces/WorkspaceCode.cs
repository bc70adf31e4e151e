using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using EventChat.Events;

namespace EventChat.Commands.Workspaces;

/// <summary>
/// A secret of a workspace that somebody is given: the workspace's id and 128 bits that only chance knows, in base64url (RFC 4648, section 5). It says where to ask, so that no
/// index of codes is needed and no read model can be behind.
/// </summary>
public static class WorkspaceCode
{
    public const int SecretBytes = 16;
    private const int WorkspaceBytes = 16;

    /// <param name="secret">Of <see cref="SecretBytes"/>.</param>
    public static string Of(WorkspaceId workspace, ReadOnlySpan<byte> secret) => Base64Url.EncodeToString([.. workspace.Value.ToByteArray(), .. secret]);

    /// <returns>A workspace that cannot be for what is no code at all: then the answer takes the same way.</returns>
    public static (WorkspaceId Workspace, string Hash) Read(string code)
    {
        Span<byte> bytes = stackalloc byte[WorkspaceBytes + SecretBytes];
        var isCode = code.Length == Base64Url.GetEncodedLength(bytes.Length) && Base64Url.IsValid(code)
            && Base64Url.TryDecodeFromChars(code, bytes, out var read) && read == bytes.Length;
        return (isCode ? new(new Ulid(bytes[..WorkspaceBytes])) : default, Hash(code));
    }

    public static string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
