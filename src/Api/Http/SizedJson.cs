using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace EventChat.Api.Http;

/// <summary>
/// An answer whose length is known before it leaves, so that it goes in one write without chunks: half a kilobyte less for each message. The
/// buffer belongs to the thread.
/// </summary>
internal sealed class SizedJson<T>(T value, JsonTypeInfo<T> type, int status) : IResult
{
    private const int LargestKept = 1 << 20;
    [ThreadStatic] private static ArrayBufferWriter<byte>? kept;
    [ThreadStatic] private static Utf8JsonWriter? json;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var bytes = kept ??= new(4096);
        bytes.ResetWrittenCount();
        var writer = json ??= new(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        writer.Reset(bytes);
        JsonSerializer.Serialize(writer, value, type);

        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = bytes.WrittenCount;
        httpContext.Response.BodyWriter.Write(bytes.WrittenSpan);
        if (bytes.Capacity > LargestKept) (kept, json) = (null, null);
        return Task.CompletedTask;
    }
}

internal static class Sized
{
    public static IResult Ok<T>(T value, JsonTypeInfo<T> type) => new SizedJson<T>(value, type, StatusCodes.Status200OK);
    public static IResult Created<T>(T value, JsonTypeInfo<T> type) => new SizedJson<T>(value, type, StatusCodes.Status201Created);
}
