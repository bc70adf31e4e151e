using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Operations;

/// <summary>Settings that cannot be end the start with one line, and secrets come from files and are never told.</summary>
public sealed class SettingsTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "s3cret-9f1c";
    private readonly DataFolder folder = new();
    private TestDatabase? database;

    public async Task InitializeAsync() => database = await TestDatabase.Create();

    public async Task DisposeAsync() => await database!.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--RateLimits:Messages:Limit", "0", "Messages.Limit")]
    [InlineData("--RateLimits:Messages:Limit", "many", "RateLimits:Messages:Limit")]
    [InlineData("--RateLimits:SignIn:AdminMultiple", "0", "SignIn.AdminMultiple")]
    [InlineData("--RateLimits:WindowSeconds", "0", "WindowSeconds")]
    [InlineData("--RateLimits:Enabled", "perhaps", "RateLimits:Enabled")]
    [InlineData("--Cors:Origins", "*", "Cors:Origins")]
    [InlineData("--Cors:Origins:0", "https://example.org/path", "Cors:Origins")]
    [InlineData("--Cors:Origins:0", "chat.example.org", "Cors:Origins")]
    [InlineData("--Proxies:Known", "10.0.0.0/33", "Proxies:Known")]
    [InlineData("--Proxies:Known:0", "proxy.example.org", "Proxies:Known")]
    [InlineData("--Redis:ConnectionString", "password=s3cret-9f1c", "Redis:ConnectionString")]
    [InlineData("--Redis:ConnectionString", "localhost,s3cret-9f1c=1", "Redis:ConnectionString")]
    [InlineData("--Redis:ConnectionStringFile", "/nowhere/secret", "Redis:ConnectionStringFile")]
    [InlineData("--Mail:Host", "smtp.example.org", "Mail:From")]
    [InlineData("--Mail:Host", "smtp.example.org:587", "Mail:Host")]
    [InlineData("--Mail:Port", "0", "Port")]
    [InlineData("--Mail:Security", "some", "Mail:Security")]
    [InlineData("--Push:Subject", "chat", "Push:Subject")]
    [InlineData("--Push:AllowedRanges", "10.0.0.0/33", "Push:AllowedRanges")]
    [InlineData("--Jobs:Parallel", "0", "Parallel")]
    [InlineData("--Jobs:RabbitMq", "rabbit:s3cret-9f1c", "Jobs:RabbitMq")]
    [InlineData("--Jobs:RabbitMq", "amqp://chat:s3cret-9f1c@rabbit/a/b", "Jobs:RabbitMq")]
    [InlineData("--Jobs:Queue", "a b", "Queue")]
    [InlineData("--Notifications:Keep", "0", "Keep")]
    public async Task A_setting_that_is_wrong_is_named(string setting, string value, string named) =>
        Assert.Contains(named, await Refusal("--ConnectionStrings:Postgres", database!.ConnectionString, setting, value), StringComparison.Ordinal);

    [Fact]
    public async Task A_secret_can_come_from_a_file()
    {
        await using var server = await ServerProcess.Start("/nowhere", "--ConnectionStrings:PostgresFile", await Written($"{database!.ConnectionString}\n"));

        await new Person(server.Http, "", "", "", null).Get("/health/ready").Ok();
    }

    [Theory]
    [InlineData($"Host=127.0.0.1;{Secret}=1")]
    [InlineData($"Host=127.0.0.1;Port={Secret}")]
    [InlineData($"Host=127.0.0.1;Port=1;Timeout=2;Username=ada;Password={Secret}")]
    [InlineData(Secret)]
    public async Task What_is_in_a_file_is_not_told_even_where_it_is_wrong(string content) =>
        Assert.NotEqual("", await Refusal("--ConnectionStrings:PostgresFile", await Written(content)));

    [Fact]
    public async Task A_secret_that_is_given_twice_is_refused() => Assert.Contains(
        "both set", await Refusal("--ConnectionStrings:Postgres", database!.ConnectionString, "--ConnectionStrings:PostgresFile", await Written(Secret)),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_file_that_is_too_large_or_a_folder_is_refused()
    {
        Assert.Contains("PostgresFile", await Refusal("--ConnectionStrings:PostgresFile", await Written(new string('x', 100_000))), StringComparison.Ordinal);
        Assert.Contains("PostgresFile", await Refusal("--ConnectionStrings:PostgresFile", folder.Path), StringComparison.Ordinal);
    }

    private static async Task<string> Refusal(params string[] arguments)
    {
        var (code, output, errors) = await ServerProcess.Run(arguments);
        Assert.NotEqual(0, code);
        Assert.DoesNotContain(Secret, output + errors, StringComparison.Ordinal);
        return Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private async Task<string> Written(string content)
    {
        Directory.CreateDirectory(folder.Path);
        var path = Path.Combine(folder.Path, "secret");
        await File.WriteAllTextAsync(path, content);
        return path;
    }
}
