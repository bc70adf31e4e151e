using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EventChat.Api;
using EventChat.Api.Demo;
using EventChat.Events.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EventChat.Acceptance.Demo;

/// <summary>The app as `./run` starts it, on a database of its own that is dropped with it.</summary>
public sealed class DemoApp(params string[] settings) : IAsyncLifetime
{
    public const string Variable = "EVENTCHAT_TEST_POSTGRES", Password = "correct horse battery";
    private readonly string database = $"demo_{Guid.CreateVersion7():N}";
    private WebApplication? app;

    public WebApplication App => app!;
    public HttpClient Http { get; private set; } = new();
    public IEventStore Log => App.Services.GetRequiredService<IEventStore>();

    private static string Server => Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException($"{Variable} is not set.");

    public async Task InitializeAsync()
    {
        await Sql($"create database {database}");
        await Start();
    }

    /// <summary>Another server on the same data.</summary>
    public async Task Restart()
    {
        await Stop();
        await Start();
    }

    public Task<DemoReport> Load(string folder, TextWriter console, CancellationToken ct = default) =>
        App.Services.GetRequiredService<DemoLoader>().Load(DemoFolder.Read(folder), console, ct);

    public async Task SignIn()
    {
        using var answer = await Http.PostAsJsonAsync(new Uri("/api/v1/auth/login", UriKind.Relative), new { login = "demo", password = Password });
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString();
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<JsonElement> Get(string path) => Http.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/{path}", UriKind.Relative));

    /// <summary>All messages of a channel, oldest first, page by page from the newest.</summary>
    public async Task<List<JsonElement>> Messages(string channel)
    {
        List<JsonElement> messages = [];
        for (var before = ""; ;)
        {
            var page = await Get($"channels/{channel}/messages?limit=200{before}");
            messages.AddRange(page.GetProperty("items").EnumerateArray());
            if (page.GetProperty("next") is not { ValueKind: JsonValueKind.String } next) break;
            before = $"&before={next}";
        }

        messages.Reverse();
        return messages;
    }

    /// <summary>Number of the message that this one answers; 0 for a message that is no reply.</summary>
    public static int Root(JsonElement message) =>
        message.TryGetProperty("thread", out var thread) && thread.GetProperty("root").GetInt32() is var root
        && root != message.GetProperty("number").GetInt32()
            ? root
            : 0;

    public async Task DisposeAsync()
    {
        await Stop();
        await Sql($"drop database {database} with (force)");
    }

    private async Task Start()
    {
        var builder = EventChatApp.CreateBuilder(["--urls", "http://127.0.0.1:0", "--Demo:Password", Password, .. settings]);
        app = EventChatApp.Build(builder, new NpgsqlConnectionStringBuilder(Server) { Database = database }.ConnectionString);
        await app.Services.Open(CancellationToken.None);
        await app.StartAsync();
        Http = new() { BaseAddress = new Uri(app.Urls.First()) };
    }

    private async Task Stop()
    {
        Http.Dispose();
        if (app is null) return;
        await app.StopAsync();
        await app.DisposeAsync();
        app = null;
    }

    private static async Task Sql(string sql)
    {
        await using var connection = new NpgsqlConnection(Server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A fact on a real PostgreSQL, and on the real logs where it asks for them; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DemoFactAttribute : FactAttribute
{
    public DemoFactAttribute(bool real = false)
    {
        if (Environment.GetEnvironmentVariable(DemoApp.Variable) is null) Skip = $"{DemoApp.Variable} names no PostgreSQL.";
        else if (real && !Directory.Exists(RealFolder)) Skip = $"No IRC logs at {RealFolder}; EVENTCHAT_TEST_IRC names another folder.";
    }

    public static string RealFolder { get; } =
        Environment.GetEnvironmentVariable("EVENTCHAT_TEST_IRC") ?? Path.Combine(Root(), "..", "shared", "data", "ubuntu-irc");

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "EventChat.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No EventChat.sln above.");
        return folder;
    }
}
