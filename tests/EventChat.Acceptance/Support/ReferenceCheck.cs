using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EventChat.Acceptance.Support;

/// <summary>
/// Holds every answer that any test gets against the reference at /openapi/v1.json: a status that is declared, the headers that are promised, and a body of its schema
/// without a field more.
/// </summary>
public sealed class ReferenceCheck
{
    private static readonly SemaphoreSlim Reading = new(1);
    private static ReferenceCheck? read;
    private readonly List<(string Method, Regex Path, string Name, JsonElement Operation)> operations;
    private readonly SchemaCheck schemas;
    private readonly ConcurrentDictionary<string, bool> succeeded = new();

    private ReferenceCheck(JsonElement document)
    {
        schemas = new(document);
        operations = [.. from path in document.GetProperty("paths").EnumerateObject()
                         from operation in path.Value.EnumerateObject()
                         let pattern = new Regex($"^{Regex.Replace(Regex.Escape(path.Name), @"\\\{[^/]+}", "[^/]+", RegexOptions.NonBacktracking)}$", RegexOptions.NonBacktracking)
                         orderby path.Name.Contains('{', StringComparison.Ordinal)
                         select (operation.Name.ToUpperInvariant(), pattern, $"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value)];
    }

    public IEnumerable<string> Operations => operations.Select(static o => o.Name);

    /// <summary>Those that were seen to do what they are there for.</summary>
    public IEnumerable<string> Succeeded => succeeded.Keys;

    /// <summary>All servers describe the same API, so it is read once.</summary>
    public static async Task<ReferenceCheck> Read(HttpClient http)
    {
        if (read is not null) return read;
        await Reading.WaitAsync();
        try { return read ??= new(JsonElement.Parse(await http.GetStringAsync("/openapi/v1.json"))); }
        finally { Reading.Release(); }
    }

    public Answer Check(HttpMethod method, Uri address, Answer answer)
    {
        var found = operations.Find(o => o.Method == method.Method && o.Path.IsMatch(address.AbsolutePath.TrimEnd('/')));
        // What is no HTTP, as %00 in an address, is refused without a word before it comes to an operation.
        if (found.Name is null || (answer.Status == 400 && answer.Text.Length == 0)) return answer;

        if (!found.Operation.GetProperty("responses").TryGetProperty($"{answer.Status}", out var declared))
            Assert.Fail($"The reference does not say that {found.Name} answers {answer.Status}: {answer.Text}");
        if (declared.TryGetProperty("headers", out var headers))
            Assert.All(headers.EnumerateObject().Where(static h => h.Value.TryGetProperty("required", out var required) && required.GetBoolean()), h => Assert.Contains(h.Name, answer.Headers));
        if (declared.TryGetProperty("content", out var content))
        {
            var (type, said) = content.EnumerateObject().Select(static c => (c.Name, c.Value)).Single();
            Assert.True(answer.Headers.GetValueOrDefault("Content-Type", "").StartsWith(type, StringComparison.Ordinal), $"{answer.Request} answered {answer.Status} without {type}.");
            if (type.EndsWith("json", StringComparison.Ordinal)) Assert.Empty(schemas.Faults(said.GetProperty("schema"), answer.Body, found.Name));
        }
        else if (answer.Headers.GetValueOrDefault("Content-Type") != "application/zip") Assert.Equal("", answer.Text);

        if (answer.Status < 300) succeeded[found.Name] = true;
        return answer;
    }
}
