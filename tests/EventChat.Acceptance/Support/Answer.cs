using System.Net;
using System.Text.Json;

namespace EventChat.Acceptance.Support;

/// <summary>What the server answered.</summary>
public sealed record Answer(string Request, int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    public JsonElement Body => field.ValueKind != JsonValueKind.Undefined ? field
        : field = Text.Length > 0 && Headers.GetValueOrDefault("Content-Type")?.Contains("json", StringComparison.Ordinal) == true ? JsonElement.Parse(Text) : Nothing;

    public string Id => Body.Text("id");
    public int Number => (int)Body.Long("number");
    public string? Code => Body.TryGetProperty("code", out var code) ? code.GetString() : null;
    public string? Next => Body.TryGetProperty("next", out var next) ? next.GetString() : null;
    public IReadOnlyList<JsonElement> Items => [.. Body.GetProperty("items").EnumerateArray()];

    /// <summary>Where the write is in the log.</summary>
    public long Position => long.Parse(Headers["EventChat-Position"]);

    public static async Task<Answer> Of(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(static h => h.Key, static h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new($"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri}", (int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }

    public Answer Ok(int status = (int)HttpStatusCode.OK)
    {
        Assert.True(Status == status, $"{Request} answered {Status}, not {status}: {Text}");
        return this;
    }

    /// <summary>A problem as RFC 9457 has it, with this status and code.</summary>
    public Answer Refused(int status, string code)
    {
        Assert.True((Status, Code) == (status, code), $"{Request} answered {Status}, not {status} {code}: {Text}");
        Assert.StartsWith("application/problem+json", Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Equal(status, Body.Long("status"));
        Assert.Equal($"/problems/{code}", Body.Text("type"));
        Assert.NotEqual("", Body.Text("title"));
        Assert.NotEqual("", Body.Text("detail"));
        if (status == 422 && Body.TryGetProperty("errors", out var errors)) Assert.NotEmpty(errors.EnumerateObject());
        if (status == 503) Assert.Contains("Retry-After", Headers);
        return this;
    }
}

public static class AnswerExtensions
{
    public static async Task<Answer> Ok(this Task<Answer> answer, int status = 200) => (await answer).Ok(status);
    public static async Task<Answer> Refused(this Task<Answer> answer, int status, string code) => (await answer).Refused(status, code);

    extension(JsonElement json)
    {
        public string Text(string property) => json.GetProperty(property).GetString()!;
        public long Long(string property) => json.GetProperty(property).GetInt64();
        public bool Has(string property) => json.TryGetProperty(property, out var value) && value.ValueKind != JsonValueKind.Null;
    }
}
