using EventChat.Events.Checkpoints;
using EventChat.Events.Store;

namespace EventChat.Adapters.Exports;

/// <summary>The files of an export while they are written, all at once, from one reading of the log.</summary>
internal sealed class ExportDesk : IDisposable
{
    private readonly string folder;
    private readonly ExportOrder order;
    private readonly List<FileStream> files = [];
    private readonly PartStream events, messages, transcript;
    private readonly EventLines lines;
    private readonly MessageTable table;
    private readonly Transcript page;
    private readonly DayMails mails;
    private readonly People people;
    private Telling telling;
    private bool isTold;
    private long told, leftOut, sent;

    public ExportDesk(IEventStore store, ExportOrder order, string folder)
    {
        (this.folder, this.order) = (folder, order);
        people = new(store, order.Evidence.Checkpoint.Position);
        telling = new(people);
        events = new("events.ndjson", Open("events"));
        messages = new("messages.csv", Open("messages"));
        transcript = new("transcript.html", Open("transcript"));
        mails = new(Open("mails"), Open("day"));
        (lines, table, page) = (new(events), new(messages), new(transcript));
    }

    public long Seen => told + leftOut;

    public void Begin()
    {
        table.Begin();
        page.Begin(order.Case, order.WorkspaceId, order.Evidence.Checkpoint.Position.Value);
    }

    public void BeginStream(StreamName stream)
    {
        (telling, isTold) = (new(people), false);
        mails.BeginChannel(stream);
    }

    public async ValueTask Take(RecordedEvent e, bool isIncluded, CancellationToken ct)
    {
        telling.Hear(e);
        if (!isIncluded)
        {
            lines.LeaveOut(e);
            leftOut++;
            return;
        }

        var what = await telling.Tell(e, ct);
        if (!isTold) page.BeginChannel(e.Stream, what.Channel);
        isTold = true;
        lines.Write(e);
        table.Write(what);
        page.Write(what);
        mails.Write(what);
        told++;
        if (what.IsMessage) sent++;
    }

    /// <exception cref="FormatException">What was read is not what the checkpoint says.</exception>
    public void EndStream(StreamLeaf leaf)
    {
        lines.End(leaf);
        mails.EndDay();
    }

    /// <summary>All files in the order of the archive. The content keys of sealed words belong behind the events.</summary>
    public (IReadOnlyList<ExportPart> Parts, ExportCounts Counts) End(byte[] checkpoint, byte[] publicKey)
    {
        page.End();
        using var names = new PartStream("people.csv", Open("people"));
        var count = people.WriteTo(names);
        ExportPart[] parts =
        [
            events.Finish(), messages.Finish(), names.Finish(), transcript.Finish(), .. mails.Parts, Whole("checkpoint.json", checkpoint), Whole("public-key.pem", publicKey),
        ];
        foreach (var file in files) file.Flush();
        return (parts, new(order.Evidence.Streams.Count, told, leftOut, sent, count, mails.Parts.Count));
    }

    public void Dispose()
    {
        events.Dispose();
        messages.Dispose();
        transcript.Dispose();
        mails.Dispose();
        foreach (var file in files) file.Dispose();
    }

    private ExportPart Whole(string name, byte[] content)
    {
        using var part = new PartStream(name, Open(name));
        part.Write(content);
        return part.Finish();
    }

    private FileStream Open(string name)
    {
        var file = new FileStream(Path.Combine(folder, $"{name}.part"), FileMode.Create, FileAccess.ReadWrite, FileShare.Read, 128 * 1024);
        files.Add(file);
        return file;
    }
}
