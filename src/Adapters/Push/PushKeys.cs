using System.Buffers.Text;
using System.Security.Cryptography;
using EventChat.Adapters.Accounts;
using Lib.Net.Http.WebPush.Authentication;
using Microsoft.Extensions.Options;

namespace EventChat.Adapters.Push;

/// <summary>The pair of keys by which push services know this server (VAPID, RFC 8292): made once, and shared by all nodes.</summary>
public sealed class PushKeys(ServerSecrets secrets, IOptions<PushOptions> options)
{
    private const string Purpose = "push services";

    /// <summary>What a browser subscribes with: an uncompressed point of P-256, in base64url.</summary>
    public async ValueTask<string> Public(CancellationToken ct)
    {
        using var key = await Load(ct);
        return Point(key);
    }

    internal async ValueTask<VapidAuthentication> Authentication(CancellationToken ct)
    {
        using var key = await Load(ct);
        return new(Point(key), Base64Url.EncodeToString(key.ExportParameters(includePrivateParameters: true).D)) { Subject = options.Value.Subject };
    }

    private async ValueTask<ECDsa> Load(CancellationToken ct)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(await secrets.Keep(Purpose, static () => ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKey(), ct), out _);
        return key;
    }

    private static string Point(ECDsa key)
    {
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        return Base64Url.EncodeToString([4, .. q.X!, .. q.Y!]);
    }
}
