using System.Globalization;
using System.Text;
using EventChat.Events.Channels;

namespace EventChat.Adapters.Exports;

/// <summary><c>messages.csv</c>: a line for whatever happened to a message, and for nothing else.</summary>
internal sealed class MessageTable(Stream output)
{
    public void Begin() => output.Write("position,recorded_at,channel_id,channel,version,event,message,thread_root,sent_at,actor_id,actor,text\r\n"u8);

    public void Write(Told told)
    {
        if (told.Number is not { } number) return;
        var (e, sent) = (told.Event, told.Event.Readable as MessageSent);
        output.Write(Encoding.UTF8.GetBytes(Csv.Line(
            $"{e.Position}", Time(e.RecordedAt), e.Stream.Value[(e.Stream.Value.IndexOf('-') + 1)..], told.Channel, Number(e.Version), e.Type, Number(number), Number(sent?.ThreadRoot),
            sent?.SentAt is { } at ? Time(at) : "", $"{e.Actor}", told.Actor, told.Text)));
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
