using System.Net.Sockets;
using System.Text;

namespace EventChat.Acceptance.Support;

/// <summary>HTTP byte by byte, for requests that no decent client sends.</summary>
public static class RawHttp
{
    /// <param name="target">Path and query as they are sent, not escaped again.</param>
    public static async Task<Answer> Send(Person person, string method, string target, string? body = null, params string[] headers)
    {
        var content = Encoding.UTF8.GetBytes(body ?? "");
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: {person.Http.BaseAddress!.Authority}\r\nConnection: close\r\n");
        if (person.Token is not null) head.Append($"Authorization: Bearer {person.Token}\r\n");
        if (body is not null) head.Append("Content-Type: application/json\r\n");
        if (body is not null && !headers.Contains("Transfer-Encoding: chunked")) head.Append($"Content-Length: {content.Length}\r\n");
        foreach (var header in headers) head.Append($"{header}\r\n");
        return await Send(person, $"{method} {target[..Math.Min(target.Length, 200)]}", [.. Encoding.UTF8.GetBytes($"{head}\r\n"), .. content]);
    }

    private static async Task<Answer> Send(Person person, string request, byte[] bytes)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(person.Http.BaseAddress!.Host, person.Http.BaseAddress.Port);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(bytes);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var parts = (await reader.ReadToEndAsync(patience.Token)).Split("\r\n\r\n", 2);
        var lines = parts[0].Split("\r\n");
        var headers = lines[1..].Select(static line => line.Split(": ", 2)).ToDictionary(static h => h[0], static h => h[1], StringComparer.OrdinalIgnoreCase);
        return new(request, int.Parse(lines[0].Split(' ')[1]), headers.ContainsKey("Transfer-Encoding") ? Unchunked(parts[1]) : parts[1], headers);
    }

    private static string Unchunked(string body)
    {
        var whole = new StringBuilder();
        using var reader = new StringReader(body);
        while (reader.ReadLine() is { Length: > 0 } size && Convert.ToInt32(size, 16) > 0)
        {
            for (var left = Convert.ToInt32(size, 16); left > 0;)
            {
                var character = (char)reader.Read();
                whole.Append(character);
                left -= char.IsSurrogate(character) ? 2 : Encoding.UTF8.GetByteCount([character]);
            }

            reader.ReadLine();
        }

        return whole.ToString();
    }
}
