using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace EventChat.Api.Hooks;

/// <summary>
/// The JSON in a request: the body, whatever type it says or none, or the field <c>payload</c> of a form. A body that begins as JSON is JSON, also where a client calls it a
/// form, as curl does with what it is given.
/// </summary>
internal static class HookBody
{
    private const string Field = "payload";
    private static readonly FormOptions Small = new() { ValueCountLimit = 64, KeyLengthLimit = 256 };

    /// <returns>Null for what is no payload.</returns>
    /// <exception cref="BadHttpRequestException">It is too large, or ends before it should.</exception>
    public static async Task<JsonDocument?> Read(HttpRequest request, CancellationToken ct)
    {
        request.HttpContext.Features.Set<IFormFeature>(new FormFeature(request, Small));
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        var bytes = body.ToArray();
        if (bytes.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..] || !request.HasFormContentType) return HookPayload.Parse(bytes);

        body.Position = 0;
        request.Body = body;
        try
        {
            var form = await request.HttpContext.Features.GetRequiredFeature<IFormFeature>().ReadFormAsync(ct);
            return form[Field] is [{ } payload] ? HookPayload.Parse(Encoding.UTF8.GetBytes(payload)) : null;
        }
        catch (Exception error) when (error is InvalidDataException or IOException)
        {
            // A form that is none, or that ends too early.
            return null;
        }
    }
}
