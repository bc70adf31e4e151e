namespace EventChat.Api.Http;

internal static class Lists
{
    /// <summary>A setting that is several: numbered as in <c>Name:0</c>, or in one with commas.</summary>
    public static IReadOnlyList<string> List(this IConfiguration configuration, string name) =>
        configuration.GetSection(name) is { Value: { Length: > 0 } whole }
            ? whole.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [.. configuration.GetSection(name).GetChildren().Select(static c => c.Value?.Trim()).OfType<string>().Where(static v => v.Length > 0)];
}
