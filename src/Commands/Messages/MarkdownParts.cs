using System.Runtime.InteropServices;
using Markdig;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace EventChat.Commands.Messages;

/// <summary>
/// Which parts of a Markdown text are addresses, and which mention nobody: code, quotes, and addresses with all that belongs to them. A line below a quote
/// that does not begin with <c>&gt;</c> is its author's own, as in other chats, though Markdown would draw it into the quote.
/// </summary>
/// <param name="Links">Addresses that begin with http:// or https://, in order.</param>
/// <param name="Silent">In order of their beginnings; they may overlap.</param>
internal sealed record MarkdownParts(IReadOnlyList<TextPart> Links, IReadOnlyList<TextPart> Silent)
{
    /// <summary>Beyond this a text is no writing: brackets, addresses and depth that would take a parser long.</summary>
    private const int MaxBrackets = 500, MaxAddresses = 500, MaxDepth = 50;

    private static readonly MarkdownPipeline Pipeline = Made();

    /// <summary>Of a text that is too tangled to be anybody's writing, all is silent.</summary>
    public static MarkdownParts Of(string text)
    {
        if (IsTangled(text)) return AllSilent(text);
        try
        {
            return Read(text, Markdown.Parse(text, Pipeline));
        }
        catch (ArgumentException)
        {
            // The parser's own limit on depth.
            return AllSilent(text);
        }
    }

    private static MarkdownParts AllSilent(string text) => new([], [new(0, text.Length)]);

    private static MarkdownParts Read(string text, MarkdownDocument document)
    {
        List<TextPart> links = [], silent = [];
        foreach (var part in document.Descendants())
        {
            switch (part)
            {
                case CodeBlock code: silent.Add(new(part.Span.Start, EndOf(code, text))); break;
                case QuoteBlock: silent.AddRange(QuotedLines(text, part.Span)); break;
                case LinkReferenceDefinition or CodeInline: silent.Add(TextPart.Of(part.Span)); break;
                case AutolinkInline: Add(TextPart.Of(part.Span)); break;
                case LinkInline link when link.Span.Start <= link.UrlSpan.Start && link.UrlSpan.End <= link.Span.End && !link.UrlSpan.IsEmpty:
                    Add(TextPart.Of(link.UrlSpan));
                    if (link.TitleSpan.Start > link.Span.Start && !link.TitleSpan.IsEmpty) silent.Add(TextPart.Of(link.TitleSpan));
                    break;
            }
        }

        links.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        silent.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        return new(links, silent);

        void Add(TextPart address)
        {
            silent.Add(address);
            if (text[address.Start] == '<' && text[address.End - 1] == '>') address = new(address.Start + 1, address.End - 1);
            var written = text.AsSpan(address.Start, address.Length);
            for (var at = 0; at < written.Length; at++)
                if (char.IsWhiteSpace(written[at])) written = written[..at];
            if (written.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || written.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) links.Add(new(address.Start, address.Start + written.Length));
        }
    }

    /// <summary>A fence that nobody closes goes on until the next block begins, and the parser does not say so.</summary>
    private static int EndOf(CodeBlock code, string text)
    {
        if (code is not FencedCodeBlock { ClosingFencedCharCount: 0 }) return code.Span.End + 1;
        for (Block block = code; block.Parent is { } parent; block = parent)
            if (parent.IndexOf(block) + 1 is var next && next < parent.Count) return Math.Max(code.Span.End + 1, parent[next].Span.Start);
        return text.Length;
    }

    private static IEnumerable<TextPart> QuotedLines(string text, SourceSpan quote)
    {
        for (var start = quote.Start; start <= quote.End;)
        {
            var end = text.AsSpan(start, quote.End + 1 - start).IndexOfAny('\n', '\r') is >= 0 and var at ? start + at : quote.End + 1;
            if (text.AsSpan(start, end - start).TrimStart(" \t") is ['>', ..]) yield return new(start, end);
            start = end + 1;
        }
    }

    /// <summary>What the parser is slow at: brackets that wait for each other, and quotes and lists within each other.</summary>
    private static bool IsTangled(ReadOnlySpan<char> text)
    {
        if (text.Count('[') > MaxBrackets || text.Count('(') > MaxBrackets || text.Count("://") > MaxAddresses) return true;
        foreach (var line in text.EnumerateLines())
            if (DepthOf(line) > MaxDepth) return true;
        return false;
    }

    /// <summary>How many quotes and items of lists a line begins, at most.</summary>
    private static int DepthOf(ReadOnlySpan<char> line)
    {
        var depth = 0;
        for (var at = 0; at < line.Length && (line[at] is ' ' or '\t' or '>' or '-' or '+' or '*' or '.' or ')' || char.IsAsciiDigit(line[at])); at++)
            if (line[at] == '>' || (line[at] is '-' or '+' or '*' or '.' or ')' && (at + 1 == line.Length || line[at + 1] is ' ' or '\t'))) depth++;
        return depth;
    }

    /// <summary>Emphasis, entities and lines below headings change nothing here, and HTML is text.</summary>
    private static MarkdownPipeline Made()
    {
        var made = new MarkdownPipelineBuilder().UsePreciseSourceLocation().DisableHtml().UseAutoLinks();
        made.InlineParsers.TryRemove<EmphasisInlineParser>();
        made.InlineParsers.TryRemove<HtmlEntityParser>();
        made.BlockParsers.Find<ParagraphBlockParser>()!.ParseSetextHeadings = false;
        return made.Build();
    }
}

/// <summary>From a character to before another, in UTF-16 units.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextPart(int Start, int End)
{
    public int Length => End - Start;

    public static TextPart Of(SourceSpan span) => new(span.Start, span.End + 1);
}
