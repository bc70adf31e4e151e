using System.Text.Json.Nodes;
using EventChat.Events.Store;

namespace EventChat.Events.Channels;

/// <summary>A message that was deleted is shown to nobody any more, in no event that held its words: the event stays, so that versions stay dense, and the words go.</summary>
public static class DeletedWords
{
    private static readonly string[] Emptied = ["text", "url", "title"], Removed = ["entities", "forwarded", "displayAs", "description", "siteName", "image"];

    /// <summary>Number of the message whose words the event holds; null for any other event.</summary>
    public static int? MessageOf(RecordedEvent e) => e.Readable switch
    {
        MessageSent sent => sent.Number,
        MessageEdited edited => edited.Number,
        MessagePreviewAdded preview => preview.Number,
        _ => null,
    };

    /// <summary>The event's data as members see it, without the words.</summary>
    public static byte[] Without(RecordedEvent e)
    {
        var data = JsonNode.Parse(e.PublicData.Span)!.AsObject();
        foreach (var words in Emptied)
            if (data.ContainsKey(words)) data[words] = "";
        foreach (var more in Removed) data.Remove(more);
        return System.Text.Encoding.UTF8.GetBytes(data.ToJsonString());
    }
}
