using System.Buffers;
using System.Globalization;
using System.Text.Json;
using EventChat.Realtime.Calls;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace EventChat.Api.Http;

/// <summary>
/// Sends what a member asks for over the hub through the same doors as a request over REST, as the person who opened the connection: so there is one
/// set of rules, and a new one holds for both.
/// </summary>
internal sealed class HubCalls(IServiceScopeFactory scopes) : IHubCalls
{
    private static readonly HasBody WithBody = new(true), WithoutBody = new(false);
    private RequestDelegate? doors;

    /// <summary>Everything that the app does with a request from here on.</summary>
    public void Enter(WebApplication app) => app.Use(next => doors = next);

    public async Task<HubAnswer> Ask(HubCallerContext caller, HubCall call)
    {
        await using var scope = scopes.CreateAsyncScope();
        using var written = new MemoryStream();
        var http = Request(caller, call);
        http.RequestServices = scope.ServiceProvider;
        http.Response.Body = written;

        await doors!(http);
        await http.Response.CompleteAsync();
        var body = written.GetBuffer().AsMemory(0, (int)written.Length);
        return http.Response.StatusCode < StatusCodes.Status400BadRequest ? Answer(http, body) : throw Refusal(body);
    }

    private static DefaultHttpContext Request(HubCallerContext caller, HubCall call)
    {
        var opened = caller.GetHttpContext();
        var http = new DefaultHttpContext { User = caller.User!, RequestAborted = caller.ConnectionAborted };
        http.Connection.RemoteIpAddress = opened?.Connection.RemoteIpAddress;
        http.Request.Method = call.Method;
        http.Request.Scheme = opened?.Request.Scheme ?? Uri.UriSchemeHttp;
        http.Request.Host = opened?.Request.Host ?? default;
        http.Request.Path = $"/api/v1/{call.Path}";
        http.Features.Set<IHttpRequestBodyDetectionFeature>(call.Body is null ? WithoutBody : WithBody);
        if (call.Body is not { } sent) return http;

        var json = JsonSerializer.SerializeToUtf8Bytes(sent, ApiJson.Default.JsonElement);
        http.Request.Body = new MemoryStream(json);
        http.Request.ContentType = "application/json";
        http.Request.ContentLength = json.Length;
        return http;
    }

    private static HubAnswer Answer(HttpContext http, ReadOnlyMemory<byte> result)
    {
        var answer = new ArrayBufferWriter<byte>(result.Length + 64);
        using var json = new Utf8JsonWriter(answer);
        json.WriteStartObject();
        if (long.TryParse(http.Response.Headers[Edge.Position], NumberStyles.None, CultureInfo.InvariantCulture, out var position)) json.WriteNumber("position"u8, position);
        if (!result.IsEmpty)
        {
            json.WritePropertyName("result"u8);
            json.WriteRawValue(result.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
        json.Flush();
        return new(answer.WrittenMemory);
    }

    private static HubException Refusal(ReadOnlyMemory<byte> problem)
    {
        using var json = JsonDocument.Parse(problem);
        return new($"{json.RootElement.GetProperty("code").GetString()}: {json.RootElement.GetProperty("detail").GetString()}");
    }

    private sealed class HasBody(bool canHaveBody) : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => canHaveBody;
    }
}
