using System.Text;
using System.Text.Json;
using EventChat.Events;

namespace EventChat.Adapters.Exports;

/// <param name="Events">Told in full.</param>
/// <param name="LeftOut">Events of the same streams that are not part of the case.</param>
public sealed record ExportCounts(int Streams, long Events, long LeftOut, long Messages, int People, int Mails);

/// <summary><c>manifest.json</c> and <c>SHA256SUMS</c>: what there is, and the sum of each file as it is and as it lies in the archive.</summary>
internal static class Manifest
{
    private const string Time = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public static byte[] Write(ExportOrder order, ExportCounts counts, IReadOnlyList<ExportPart> parts)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("format", "EventChat export 1");
            Case(json, order);
            json.WriteNumber("position", order.Evidence.Checkpoint.Position.Value);
            json.WriteString("key", Convert.ToHexStringLower(order.Evidence.Checkpoint.Key));
            Counts(json, counts);
            json.WriteStartArray("files");
            foreach (var part in parts) File(json, part);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    /// <summary>As <c>sha256sum -c</c> reads it.</summary>
    public static byte[] Sums(IEnumerable<(string Name, byte[] Sha256)> files) =>
        Encoding.ASCII.GetBytes(string.Concat(files.Select(static f => $"{Convert.ToHexStringLower(f.Sha256)}  {f.Name}\n")));

    private static void Case(Utf8JsonWriter json, ExportOrder order)
    {
        var wanted = order.Case;
        json.WriteStartObject("case");
        json.WriteString("id", order.Id);
        json.WriteString("workspaceId", order.WorkspaceId.ToString());
        json.WriteString("name", wanted.Name);
        Ids(json, "custodianIds", wanted.CustodianIds);
        Ids(json, "channelIds", wanted.ChannelIds);
        Moment(json, "from", wanted.From);
        Moment(json, "to", wanted.To);
        json.WriteString("query", wanted.Query);
        json.WriteEndObject();
    }

    private static void Counts(Utf8JsonWriter json, ExportCounts counts)
    {
        json.WriteStartObject("counts");
        json.WriteNumber("streams", counts.Streams);
        json.WriteNumber("events", counts.Events);
        json.WriteNumber("leftOut", counts.LeftOut);
        json.WriteNumber("messages", counts.Messages);
        json.WriteNumber("people", counts.People);
        json.WriteNumber("mails", counts.Mails);
        json.WriteEndObject();
    }

    private static void File(Utf8JsonWriter json, ExportPart part)
    {
        json.WriteStartObject();
        json.WriteString("name", part.Name);
        json.WriteNumber("size", part.Size);
        json.WriteString("sha256", Convert.ToHexStringLower(part.Sha256));
        json.WriteNumber("packedSize", part.PackedSize);
        json.WriteString("packedSha256", Convert.ToHexStringLower(part.PackedSha256));
        json.WriteEndObject();
    }

    private static void Ids<TId>(Utf8JsonWriter json, string name, IReadOnlyList<TId> ids) where TId : struct, IId<TId>
    {
        json.WriteStartArray(name);
        foreach (var id in ids) json.WriteStringValue(Id.Format(id));
        json.WriteEndArray();
    }

    private static void Moment(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } moment) json.WriteString(name, moment.UtcDateTime.ToString(Time, System.Globalization.CultureInfo.InvariantCulture));
        else json.WriteNull(name);
    }
}
