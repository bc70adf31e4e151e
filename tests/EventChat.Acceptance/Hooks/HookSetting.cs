using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using EventChat.Acceptance.Support;

namespace EventChat.Acceptance.Hooks;

/// <summary>A channel with a webhook, and what programs do with it.</summary>
internal static class HookSetting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    extension(Team team)
    {
        public Task<Answer> Hook(string? channel = null, bool anyChannel = false, string name = "Alerts") =>
            team.Ada.Post($"channels/{channel ?? team.General}/webhooks", new { name, anyChannel }).Ok(201);

        /// <summary>The newest message of the channel.</summary>
        public async Task<System.Text.Json.JsonElement> Newest(Answer after, string? channel = null) =>
            (await team.Ada.Get($"channels/{channel ?? team.General}/messages?limit=1", after.Position).Ok()).Items.Single();
    }

    extension(Answer hook)
    {
        public string Url => hook.Body.Text("url");
        public string Path => new Uri(hook.Url).AbsolutePath;
        public string Token => hook.Path["/hooks/".Length..];
    }

    /// <summary>As nobody in particular, with the body as it is.</summary>
    public static Task<Answer> Send(this Person person, Answer hook, string body, string? type = "application/json", string? path = null)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null) content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return person.WithToken(null).Send(HttpMethod.Post, path ?? hook.Path, content);
    }

    /// <summary>A word of Slack's in plain text.</summary>
    public static async Task<Answer> Says(this Task<Answer> sent, int status, string word)
    {
        var answer = (await sent).Ok(status);
        Assert.Equal((word, "text/plain; charset=utf-8"), (answer.Text, answer.Headers["Content-Type"]));
        return answer;
    }

    /// <summary>Runs a program of others to its end.</summary>
    public static async Task<(int Code, string Output)> Run(string program, string? folder, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words)
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, $"{await output}{await errors}");
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }
}
