using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using EventChat.Events;
using EventChat.Events.Exports;
using EventChat.Events.Store;

namespace EventChat.Adapters.Exports;

/// <summary><c>transcript.html</c>: one page that needs nothing else, to be read and printed. Whatever somebody wrote is text in it, and stays within its own line.</summary>
internal sealed class Transcript(Stream output)
{
    private const string Style =
        "body{font:14px/1.45 system-ui,sans-serif;margin:2em auto;max-width:60em;padding:0 1em;color:#111}h2{margin-top:2.5em;border-bottom:1px solid #999}"
        + "p{margin:.35em 0;white-space:pre-wrap;overflow-wrap:anywhere}time{color:#666;font-variant-numeric:tabular-nums}i{color:#444}.gone{text-align:center;color:#666}"
        + "@media print{body{margin:0;max-width:none;font-size:10pt}p{break-inside:avoid}}";

    private static readonly HtmlEncoder Encoder = MakeEncoder();
    private readonly StringBuilder line = new();
    private string day = "";
    private bool isOpen;

    public void Begin(ExportCase wanted, WorkspaceId workspace, long position)
    {
        line.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
            .Append("<title>").Append(Text(wanted.Name)).Append("</title>\n<style>").Append(Style).Append("</style>\n</head>\n<body>\n<h1><bdi>").Append(Text(wanted.Name)).Append("</bdi></h1>\n")
            .Append(CultureInfo.InvariantCulture, $"<p>Workspace {workspace}, as of position {position} of its log. Times are UTC, by the clock of the server. What is not part of the case is left out.</p>\n");
        Flush();
    }

    public void BeginChannel(StreamName stream, string name)
    {
        EndChannel();
        line.Append(CultureInfo.InvariantCulture, $"<section id=\"{Text(stream.Value)}\">\n<h2><bdi>{Text(name)}</bdi></h2>\n");
        (day, isOpen) = ("", true);
        Flush();
    }

    public void Write(Told told)
    {
        var at = told.Event.RecordedAt.UtcDateTime;
        var today = at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (today != day) line.Append(CultureInfo.InvariantCulture, $"<h3>{day = today}</h3>\n");
        line.Append(CultureInfo.InvariantCulture, $"<p><time>{at:HH:mm:ss}</time> <b><bdi>{Text(told.Actor)}</bdi></b>");
        if (told.Did.Length > 0) line.Append(CultureInfo.InvariantCulture, $" <i><bdi>{Text(told.Did)}</bdi></i>");
        if (told.IsMessage) line.Append(CultureInfo.InvariantCulture, $" <i>{told.Number}</i>");
        if (told.Text.Length > 0) line.Append(": <bdi>").Append(Text(told.Text)).Append("</bdi>");
        line.Append("</p>\n");
        Flush();
    }

    public void End()
    {
        EndChannel();
        line.Append("</body>\n</html>\n");
        Flush();
    }

    private void EndChannel()
    {
        if (isOpen) line.Append("</section>\n");
        isOpen = false;
    }

    /// <summary>Signs that turn the direction of what follows are written out.</summary>
    private static HtmlEncoder MakeEncoder()
    {
        var settings = new TextEncoderSettings(UnicodeRanges.All);
        settings.ForbidCharacters('\u061C', '\u200E', '\u200F', '\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069');
        return HtmlEncoder.Create(settings);
    }

    private static string Text(string text) => Encoder.Encode(text);

    private void Flush()
    {
        output.Write(Encoding.UTF8.GetBytes(line.ToString()));
        line.Clear();
    }
}
