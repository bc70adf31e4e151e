using System.Globalization;
using System.Text;
using EventChat.Events;
using EventChat.Events.Store;
using MimeKit;

namespace EventChat.Adapters.Exports;

/// <summary><c>mail/</c>: what happened in a channel on one day as one mail, for programs that know nothing but mail. A clock that goes back makes no second mail of a day.</summary>
internal sealed class DayMails(FileStream output, FileStream body) : IDisposable
{
    /// <summary>No address of anybody: RFC 2606 keeps the domain for what is not.</summary>
    private const string Domain = "export.invalid";

    private static readonly FormatOptions Format = MakeFormat();
    private readonly List<ExportPart> parts = [];
    private readonly SortedDictionary<string, string> people = new(StringComparer.Ordinal);
    private DateTimeOffset first;
    private string channel = "", name = "";

    public IReadOnlyList<ExportPart> Parts => parts;

    public void BeginChannel(StreamName stream) => channel = stream.Id<ChannelId>().ToString();

    public void Write(Told told)
    {
        var at = told.Event.RecordedAt;
        if (body.Length > 0 && at.UtcDateTime.Date > first.UtcDateTime.Date) EndDay();
        if (body.Length == 0) (first, name) = (at, told.Channel);
        people[told.Event.Actor.ToString()] = told.Actor;
        var number = told.IsMessage ? $" [{told.Number}]" : "";
        var did = told.Did.Length > 0 ? $" {told.Did}" : "";
        var text = told.Text.Length > 0 ? $": {told.Text.ReplaceLineEndings("\r\n    ")}" : "";
        body.Write(Encoding.UTF8.GetBytes($"{at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {told.Actor}{number}{did}{text}\r\n"));
    }

    public void EndDay()
    {
        if (body.Length == 0) return;
        var day = first.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        body.Position = 0;
        var text = new MimePart("text", "plain") { Content = new MimeContent(body), ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        text.ContentType.Charset = "utf-8";
        var mail = new MimeMessage { Subject = $"{name}, {day}", Date = first.ToUniversalTime(), MessageId = $"{channel}.{day}@{Domain}", Body = text };
        mail.From.Add(new MailboxAddress(name, $"{channel}@{Domain}"));
        foreach (var (id, person) in people) mail.To.Add(new MailboxAddress(person, $"{id}@{Domain}"));
        using var part = new PartStream($"mail/{channel}/{day}.eml", output);
        mail.WriteTo(Format, part);
        parts.Add(part.Finish());
        body.SetLength(0);
        people.Clear();
    }

    public void Dispose()
    {
        output.Dispose();
        body.Dispose();
    }

    private static FormatOptions MakeFormat()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }
}
