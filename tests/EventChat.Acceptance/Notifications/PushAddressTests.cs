using System.Buffers.Text;
using System.Security.Cryptography;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Notifications;

/// <summary>A server that pushes to the open internet alone, on a database where no other that may push elsewhere could take its work.</summary>
public sealed class PushAddressTests(App app) : IClassFixture<App>
{
    private static Task<EventChatServer>? strict;

    [Theory]
    [InlineData("http://push.example.org/x")]
    [InlineData("https://127.0.0.1/x")]
    [InlineData("https://[::1]/x")]
    [InlineData("https://[::ffff:10.0.0.1]/x")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://192.168.1.1/")]
    [InlineData("https://1.1.1.1:8443/x")]
    [InlineData("https://user:secret@push.example.org/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Only_addresses_of_the_open_internet_are_pushed_to(string? endpoint)
    {
        strict ??= app.Another("--Push:AllowedRanges", "");
        using var browser = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var point = browser.PublicKey.ExportParameters().Q;
        var keys = new { p256dh = Base64Url.EncodeToString([4, .. point.X!, .. point.Y!]), auth = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)) };
        await (await app.Team()).Bob.At(await strict).Put("me/push-subscriptions", new { endpoint, keys }).Refused(422, "request.invalid");
        await (await app.Team()).Bob.At(await strict).Put("me/push-subscriptions", new { endpoint = "https://push.example.org/x", keys }).Ok();
    }
}
