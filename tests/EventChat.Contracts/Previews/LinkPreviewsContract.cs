using System.Net;
using System.Text;
using EventChat.Commands.Previews;

namespace EventChat.Contracts.Previews;

/// <summary>What every adapter does with pages, good and bad.</summary>
public abstract class LinkPreviewsContract : IAsyncLifetime
{
    private readonly List<ILinkPreviews> made = [];
    private PageServer server = null!;

    /// <param name="allowed">Ranges that may be looked at though they are not public.</param>
    protected abstract ILinkPreviews Make(params IPNetwork[] allowed);

    public Task InitializeAsync()
    {
        server = PageServer.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var previews in made.OfType<IDisposable>()) previews.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_page_says_what_it_is_by_Open_Graph()
    {
        server.Page("/tea", """
            <html><head><title>Plain</title><meta name="description" content="Plainly">
            <meta property="og:title" content="Tea &amp; cake"><meta property="og:description" content="All
              about  it"><meta property="og:site_name" content="Example"><meta property="og:image" content="/tea.png"></head><body>Hello</body></html>
            """);

        Assert.Equal(new("Tea & cake", "All about it", "Example", server.Url("/tea.png")), await Look("/tea"));
    }

    [Fact]
    public async Task A_page_without_says_what_it_is_by_its_head()
    {
        server.Page("/tea", "<title> Tea </title><meta name=description content='Hot'><p>Hello");

        Assert.Equal(new("Tea", "Hot"), await Look("/tea"));
    }

    [Theory]
    [InlineData("<html><body>Hello</body></html>")]
    [InlineData("<title> \u0001\u200b \t</title>")]
    [InlineData("")]
    public async Task A_page_that_says_nothing_has_no_preview(string html)
    {
        server.Page("/silent", html);

        Assert.Null(await Look("/silent"));
    }

    [Fact]
    public async Task What_it_says_is_cut_to_size_and_its_picture_is_a_web_address()
    {
        server.Page("/long", $"<title>{new string('x', 5_000)}👋</title><meta name=description content='{new string('y', 9_000)}'><meta property=og:image content='javascript:alert(1)'>");

        var preview = await Look("/long");

        Assert.InRange(preview!.Title.Length, 250, 301);
        Assert.InRange(preview.Description!.Length, 900, 1_001);
        Assert.Null(preview.Image);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("image/png")]
    [InlineData("text/plain")]
    public async Task What_is_no_page_has_no_preview(string type)
    {
        server.Page("/thing", "<title>Tea</title>", type);

        Assert.Null(await Look("/thing"));
    }

    [Fact]
    public async Task Three_redirects_are_followed_and_no_fourth()
    {
        server.Page("/tea", "<title>Tea</title>");
        for (var n = 1; n <= 4; n++) server.Redirect($"/{n}", n == 1 ? "/tea" : server.Url($"/{n - 1}"));

        Assert.Equal("Tea", (await Look("/3"))?.Title);
        Assert.Null(await Look("/4"));
    }

    [Fact]
    public async Task A_page_that_never_ends_is_read_in_part()
    {
        server.Answer("/endless", async (stream, ct) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<head><title>Tea</title></head><body>"), ct);
            var rest = new byte[64 * 1024];
            while (true) await stream.WriteAsync(rest, ct);
        });

        Assert.Equal("Tea", (await Look("/endless"))?.Title);
    }

    [Fact]
    public async Task A_page_that_does_not_come_is_waited_for_five_seconds()
    {
        server.Answer("/slow", static (_, ct) => Task.Delay(Timeout.Infinite, ct));
        var begun = TimeProvider.System.GetTimestamp();

        Assert.Null(await Look("/slow"));

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(15));
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    public async Task What_goes_wrong_is_no_preview(string response)
    {
        server.Answer("/bad", response);

        Assert.Null(await Look("/bad"));
    }

    [Theory]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://ada:secret@127.0.0.1/")]
    [InlineData("http://")]
    [InlineData("http://no-such-host.invalid/")]
    [InlineData("")]
    public async Task What_is_no_address_of_the_web_is_not_looked_at(string url) => Assert.Null(await Of(Loopback).Look(url, CancellationToken.None));

    [Fact]
    public async Task Private_machines_are_not_looked_at_by_whatever_name()
    {
        server.Page("/", "<title>Secret</title>");
        var port = new Uri(server.Url("/")).Port;

        foreach (var host in (string[])["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1", "127.1"])
            Assert.Null(await Of().Look($"http://{host}:{port}/", CancellationToken.None));
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task A_redirect_leads_to_no_private_machine_either()
    {
        server.Page("/secret", "<title>Secret</title>");
        server.Redirect("/out", $"http://localhost:{new Uri(server.Url("/")).Port}/secret");
        server.Redirect("/meta", "http://169.254.169.254/latest/meta-data/");

        Assert.Null(await Of(IPNetwork.Parse("127.0.0.2/32")).Look(server.Url("/out"), CancellationToken.None));
        Assert.Null(await Look("/meta"));
        Assert.DoesNotContain("/secret", server.Asked);
    }

    private static IPNetwork Loopback => IPNetwork.Parse("127.0.0.0/8");

    private Task<LinkPreview?> Look(string path) => Of(Loopback).Look(server.Url(path), CancellationToken.None);

    private ILinkPreviews Of(params IPNetwork[] allowed)
    {
        made.Add(Make(allowed));
        return made[^1];
    }
}
