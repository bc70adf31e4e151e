using System.Net;
using System.Net.Sockets;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Operations;

/// <summary>A server that cannot start says why in one line, on standard error, and ends with a code that is not zero.</summary>
public sealed class StartupTests : IAsyncLifetime
{
    private TestDatabase? database;

    private string[] Connected => ["--ConnectionStrings:Postgres", database!.ConnectionString];

    public async Task InitializeAsync() => database = await TestDatabase.Create();

    public async Task DisposeAsync() => await database!.DisposeAsync();

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        Assert.Contains($"{port}", await Refusal(["--urls", $"http://127.0.0.1:{port}", .. Connected]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=ada;Password=x;Timeout=3", "cannot be reached")]
    [InlineData("Host=nowhere.invalid;Username=ada;Password=x;Timeout=3", "cannot be reached")]
    [InlineData("Hots=127.0.0.1", "ConnectionStrings:Postgres")]
    [InlineData("Host=127.0.0.1;Port=many", "ConnectionStrings:Postgres")]
    public async Task A_database_that_cannot_be_reached_is_said_to_be_so(string connectionString, string words) =>
        Assert.Contains(words, await Refusal("--ConnectionStrings:Postgres", connectionString), StringComparison.Ordinal);

    [Theory]
    [InlineData("Password", "wrong")]
    [InlineData("Database", "nowhere")]
    public async Task A_database_that_refuses_is_quoted(string part, string value)
    {
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(database!.ConnectionString) { [part] = value }.ConnectionString;
        var words = await Refusal("--ConnectionStrings:Postgres", connection);
        Assert.Contains("the database refuses", words, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Commands:MaxWaiting", "0", "MaxWaiting")]
    [InlineData("--Commands:MaxWaiting", "many", "MaxWaiting")]
    [InlineData("--EventStore:MaxGroup", "-1", "MaxGroup")]
    [InlineData("--Auth:AccessTokenMinutes", "0", "AccessTokenMinutes")]
    public async Task A_setting_that_is_wrong_is_named(string setting, string value, string named) =>
        Assert.Contains(named, await Refusal([.. Connected, setting, value]), StringComparison.Ordinal);

    [Theory]
    [InlineData("nonsense", "nonsense")]
    [InlineData("http://127.0.0.1:99999", "port")]
    [InlineData("http://127.0.0.1:many", "many")]
    [InlineData("http://127.0.0.1:5394/path", "path")]
    [InlineData("ftp://127.0.0.1:5394", "ftp")]
    [InlineData("https://127.0.0.1:5394", "certificate")]
    [InlineData("http://127.0.0.1:5394;https://127.0.0.1:5395", "certificate")]
    public async Task An_address_that_is_none_is_named_and_nothing_is_made(string urls, string named) =>
        await RefusalThatMakesNothing(named, "--urls", urls);

    [Theory]
    [InlineData("http://10.99.99.99:5394", "http://10.99.99.99:5394 is no address of this machine")]
    [InlineData("http://203.0.113.9:0", "no address of this machine")]
    public async Task An_address_of_another_machine_is_said_to_be_so(string urls, string words) =>
        Assert.Contains(words, await Refusal(["--urls", urls, .. Connected]), StringComparison.Ordinal);

    [Theory]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("", "''")]
    [InlineData("--Commands:MaxWaiting=0", "MaxWaiting")]
    [InlineData("--Auth:AccessTokenMinutes=0", "AccessTokenMinutes")]
    public async Task What_is_no_command_or_a_wrong_setting_makes_nothing(string argument, string named) => await RefusalThatMakesNothing(named, argument);

    [Theory]
    [InlineData("'foo'", "--urls", "http://127.0.0.1:0", "foo")]
    [InlineData("'foo'", "--Commands:MaxWaiting=10", "foo")]
    [InlineData("'/srv/logs'", "--urls", "http://127.0.0.1:0", "/srv/logs")]
    [InlineData("'-x'", "--urls", "http://127.0.0.1:0", "-x")]
    [InlineData("'foo'", "serve", "foo")]
    [InlineData("'foo'", "verify", "foo")]
    [InlineData("'foo'", "rebuild", "timeline", "foo")]
    [InlineData("--urls needs a value", "--urls")]
    public async Task A_word_that_belongs_to_no_setting_is_named_and_nothing_is_made(string named, params string[] arguments) =>
        await RefusalThatMakesNothing(named, arguments);

    [Theory]
    [InlineData("verify")]
    [InlineData("rebuild", "timeline")]
    public async Task Without_data_there_is_nothing_to_verify_or_to_rebuild(params string[] command) => await RefusalThatMakesNothing("no data", command);

    [Theory]
    [InlineData(100)]
    [InlineData(700)]
    [InlineData(1200)]
    [InlineData(2000)]
    [InlineData(2600)]
    public async Task A_start_that_is_stopped_ends_in_silence_and_leaves_nothing_running(int milliseconds)
    {
        using var folder = new DataFolder();
        await using var server = ServerProcess.Launch("--urls", "http://127.0.0.1:0", "--Data", folder.Path);
        await Task.Delay(milliseconds);

        var code = await server.Stop();

        Assert.Equal(server.Output.Contains("listens", StringComparison.Ordinal) ? 0 : 143, code);
        Assert.Equal("", server.Errors);
        Assert.Empty(folder.Processes());
    }

    [Fact]
    public async Task A_verification_that_is_stopped_ends_in_silence_and_leaves_nothing_running()
    {
        using var folder = new DataFolder();
        await using (var server = await ServerProcess.Start(folder.Path)) await server.Stop();
        await using var verification = ServerProcess.Launch("verify", "--Data", folder.Path);
        while (verification.IsRunning && folder.Processes().Count == 0) await Task.Delay(5);

        Assert.Equal(143, await verification.Stop());
        Assert.Equal("", verification.Errors);
        Assert.Empty(folder.Processes());
    }

    [Fact]
    public async Task A_first_start_that_was_killed_does_not_stand_in_the_way_of_the_next()
    {
        using var folder = new DataFolder();
        await using (var first = ServerProcess.Launch("--urls", "http://127.0.0.1:0", "--Data", folder.Path))
        {
            while (first.IsRunning && !Directory.Exists(Path.Combine(folder.Path, "postgres", "data.new", "base"))) await Task.Delay(5);
            await first.Kill();
        }

        await using var second = await ServerProcess.Start(folder.Path);
        Assert.Equal("", second.Errors);
    }

    [Fact]
    public async Task A_data_folder_that_is_none_is_named()
    {
        using var folder = new DataFolder();
        await File.WriteAllTextAsync(folder.Path, "no folder");

        Assert.Contains(folder.Path, await Refusal("--Data", folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_is_broken_is_named_with_what_is_broken()
    {
        using var folder = new DataFolder();
        var data = Path.Combine(folder.Path, "postgres", "data");
        Directory.CreateDirectory(data);
        await File.WriteAllTextAsync(Path.Combine(data, "PG_VERSION"), "rubbish");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var owner = System.Diagnostics.Process.Start("chown", ["-R", Environment.IsPrivilegedProcess ? "postgres" : Environment.UserName, data]);
        await owner.WaitForExitAsync();

        Assert.Contains("PG_VERSION", await Refusal("--Data", folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_is_no_command_is_named() => Assert.Contains("frobnicate", await Refusal(["frobnicate", .. Connected]), StringComparison.Ordinal);

    [Fact]
    public async Task A_read_model_that_is_none_is_answered_with_those_there_are() =>
        Assert.Contains("timeline", await Refusal(["rebuild", "nothing", .. Connected]), StringComparison.Ordinal);

    [Fact]
    public async Task A_server_that_was_asked_to_stop_ends_with_zero_and_takes_its_PostgreSQL_along()
    {
        using var folder = new DataFolder();
        await using var server = await ServerProcess.Start(folder.Path);
        var postmaster = folder.PostmasterId;

        Assert.Equal(0, await server.Stop());

        Assert.Equal("", server.Errors);
        Assert.False(Directory.Exists($"/proc/{postmaster}"));
    }

    private static async Task RefusalThatMakesNothing(string named, params string[] arguments)
    {
        using var folder = new DataFolder();
        Assert.Contains(named, await Refusal([.. arguments, "--Data", folder.Path]), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Path));
    }

    private static async Task<string> Refusal(params string[] arguments)
    {
        var (code, output, errors) = await ServerProcess.Run(arguments);
        Assert.Equal(1, code);
        Assert.DoesNotContain("   at ", output + errors, StringComparison.Ordinal);
        return Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
