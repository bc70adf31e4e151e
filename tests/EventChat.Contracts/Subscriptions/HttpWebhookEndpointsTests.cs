using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using EventChat.Adapters.Accounts;
using EventChat.Adapters.Subscriptions;
using EventChat.Contracts.Previews;
using EventChat.Contracts.Support;
using EventChat.Events;
using EventChat.Projections.Subscriptions;
using Microsoft.Extensions.Options;
using StandardWebhooks;

namespace EventChat.Contracts.Subscriptions;

public sealed class HttpWebhookEndpointsTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>, IAsyncLifetime
{
    private const string Json = """{"text":"Füße 👋"}""";
    private static readonly WebhookAddress Robot = new("", SubscriptionId.New().ToString());
    private readonly List<HttpWebhookEndpoints> made = [];
    private PageServer server = null!;

    public Task InitializeAsync()
    {
        server = PageServer.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var endpoints in made) endpoints.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task What_is_answered_is_told_with_its_beginning()
    {
        server.Answer("/taken", "HTTP/1.1 204 No Content\r\n\r\n");
        server.Answer("/later", "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nContent-Length: 5\r\n\r\nL\0ter");
        Assert.Equal((204, true, ""), await Post("/taken") is var taken ? (taken.Status, taken.IsTaken, taken.Body) : default);
        var later = await Post("/later");
        Assert.Equal((503, false, "L\uFFFDter", TimeSpan.FromSeconds(30)), (later.Status, later.IsTaken, later.Body, later.RetryAfter));
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_not_followed()
    {
        server.Redirect("/circle", "/circle");
        Assert.Equal(302, (await Post("/circle")).Status);
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task An_address_that_hangs_costs_no_more_than_the_time_it_has()
    {
        server.Answer("/hangs", static (_, ct) => Task.Delay(Timeout.Infinite, ct));
        server.Answer("/drips", static async (stream, ct) =>
        {
            await stream.WriteAsync("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4000\r\n\r\n"u8.ToArray(), ct);
            while (true)
            {
                await stream.WriteAsync("."u8.ToArray(), ct);
                await Task.Delay(100, ct);
            }
        });
        foreach (var path in (string[])["/hangs", "/drips"])
        {
            var begun = Stopwatch.GetTimestamp();
            var answer = await Post(path);
            Assert.Equal(((int?)null, "no answer in time"), (answer.Status, answer.Error));
            Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0.9, 10);
        }
    }

    [Fact]
    public async Task Of_ten_megabytes_no_more_is_read_than_is_kept()
    {
        long written = 0;
        server.Answer("/floods", async (stream, ct) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n"u8.ToArray(), ct);
            var part = new byte[10_000];
            part.AsSpan().Fill((byte)'x');
            for (; written < 10_000_000; written += part.Length) await stream.WriteAsync(part, ct);
        });
        var answer = await Post("/floods");
        Assert.Equal((200, WebhookAnswer.MaxBody), (answer.Status, answer.Body.Length));
        Assert.True(written < 10_000_000);
    }

    [Fact]
    public async Task What_was_taken_stays_so_though_the_rest_of_the_answer_does_not_come()
    {
        server.Answer("/taken", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        Assert.Equal((200, true, ""), await Post("/taken") is var taken ? (taken.Status, taken.IsTaken, taken.Body) : default);
    }

    [Fact]
    public async Task What_breaks_off_is_no_answer()
    {
        server.Answer("/breaks", "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 100\r\n\r\nhalf");
        server.Answer("/nonsense", "Good morning\r\n\r\n");
        foreach (var path in (string[])["/breaks", "/nonsense", "/nothing"])
        {
            var answer = await Post(path);
            Assert.Equal(((int?)null, "the connection broke"), (answer.Status, answer.Error));
        }

        Assert.Equal("connection refused", (await Post("/", "http://127.0.0.1:1")).Error);
        Assert.Equal("the name is not known", (await Post("/", "http://no-such-host.invalid")).Error);
    }

    [Theory]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://localhost")]
    [InlineData("http://[::1]")]
    [InlineData("http://169.254.169.254")]
    [InlineData("http://10.0.0.1")]
    [InlineData("http://[::ffff:127.0.0.1]")]
    [InlineData("http://0.0.0.0")]
    public async Task What_is_not_public_is_closed_until_the_operator_opens_it(string host)
    {
        var answer = await Make("").Post(Robot with { Url = $"{host}:{new Uri(server.Url("/")).Port}/" }, "id", "{}"u8.ToArray(), "application/json", default);
        Assert.Equal(((int?)null, "the address is not open to strangers"), (answer.Status, answer.Error));
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task Each_is_signed_with_the_secrets_that_count()
    {
        var secrets = new WebhookSecrets(new(database.Source));
        var now = TimeProvider.System.GetUtcNow();
        Assert.Equal([await secrets.Of(Robot.Signer, 1, default)], await secrets.Of(Robot, now, default));
        Assert.Equal([await secrets.Of(Robot.Signer, 2, default), await secrets.Of(Robot.Signer, 1, default)], await secrets.Of(Robot with { Generation = 2, OldSecretEndsAt = now.AddMinutes(1) }, now, default));
        Assert.Equal([await secrets.Of(Robot.Signer, 2, default)], await secrets.Of(Robot with { Generation = 2, OldSecretEndsAt = now }, now, default));
        Assert.Equal(await secrets.Of(Robot.Signer, 1, default), await new WebhookSecrets(new ServerSecrets(database.Source)).Of(Robot.Signer, 1, default));

        HttpListener listener = new();
        var port = FreePort();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        var posting = Post("/", $"http://127.0.0.1:{port}");
        var context = await listener.GetContextAsync().WaitAsync(TimeSpan.FromSeconds(20));
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        var (id, timestamp) = (context.Request.Headers["webhook-id"]!, DateTimeOffset.FromUnixTimeSeconds(long.Parse(context.Request.Headers["webhook-timestamp"]!)));
        Assert.Equal(("id-1", Json), (id, body));
        Assert.InRange((TimeProvider.System.GetUtcNow() - timestamp).TotalSeconds, -1, 20);
        Assert.Equal(new StandardWebhook(await secrets.Of(Robot.Signer, 1, default)).Sign(id, timestamp, body), context.Request.Headers["webhook-signature"]);
        context.Response.Close();
        Assert.True((await posting).IsTaken);
        listener.Close();

        static int FreePort()
        {
            using var free = new TcpListener(IPAddress.Loopback, 0);
            free.Start();
            return ((IPEndPoint)free.LocalEndpoint).Port;
        }
    }

    private Task<WebhookAnswer> Post(string path, string? host = null) => Make("127.0.0.0/8").Post(
        Robot with { Url = host is null ? server.Url(path) : host + path }, "id-1", System.Text.Encoding.UTF8.GetBytes(Json), "application/json", default);

    private HttpWebhookEndpoints Make(string ranges)
    {
        made.Add(new(new(new(database.Source)), Options.Create(new WebhookOptions { AllowedRanges = ranges, TimeoutSeconds = 1 }), TimeProvider.System));
        return made[^1];
    }
}
