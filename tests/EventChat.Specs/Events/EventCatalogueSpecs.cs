using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EventChat.Events;
using EventChat.Events.Serialization;
using EventChat.Specs.Support;

namespace EventChat.Specs.Events;

/// <summary>The catalogue of facts is written by this test, so that it cannot lie.</summary>
public partial class EventCatalogueSpecs
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void The_catalogue_in_the_docs_is_up_to_date()
    {
        var (file, catalogue) = (Repository.PathOf("docs", "events.md"), Catalogue());
        var written = File.Exists(file) ? File.ReadAllText(file) : "";
        if (written != catalogue)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, catalogue);
        }

        Assert.True(written == catalogue, "docs/events.md did not say what the code says. It does now: review it and commit it.");
    }

    private static string Catalogue()
    {
        var text = new StringBuilder("""
            # The events

            Every fact that the log holds, by the stream it belongs to: its stored name, what it says, and an example of its data. Who did it, when, and where
            stand in the envelope. Data is stored byte for byte as shown here but for the line breaks; properties that are absent have no value. This file is
            written by `EventCatalogueSpecs`.

            """);
        var about = Remarks();
        foreach (var group in Samples.All.GroupBy(static fact => fact.GetType().Namespace!.Split('.')[^1]))
        {
            text.Append($"\n## {group.Key}\n");
            foreach (var fact in group)
            {
                var (name, json) = EventTypes.All.Write(fact);
                text.Append($"\n### `{name}`\n\n{fact.GetType().Name}.{about(fact)}\n\n```json\n{JsonNode.Parse(json)!.ToJsonString(Readable)}\n```\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The comments of the facts and of their properties.</summary>
    private static Func<DomainEvent, string> Remarks()
    {
        var members = XDocument.Load(Path.ChangeExtension(typeof(DomainEvent).Assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(static m => m.Attribute("name")!.Value);
        return fact =>
        {
            if (!members.TryGetValue($"T:{fact.GetType().FullName}", out var comment)) return "";
            var summary = comment.Element("summary") is { } said ? $" {Plain(said)}" : "";
            return summary + string.Concat(comment.Elements("param").Select(static p => $"\n- `{Camel(p.Attribute("name")!.Value)}`: {Plain(p)}"))
                .Insert(0, comment.Elements("param").Any() ? "\n" : "");
        };
    }

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static string Plain(XElement comment) => Space().Replace(comment.Value, " ").Trim();

    [GeneratedRegex("\\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Space();
}
