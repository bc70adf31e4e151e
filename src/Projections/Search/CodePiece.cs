namespace EventChat.Projections.Search;

/// <summary>
/// A code-like word of several words that may be a piece of a longer one, such as <c>example.org</c> of <c>www.example.org</c>. An index gives more, messages in which its
/// words follow each other; whether it stands there as it is, the text says.
/// </summary>
/// <param name="Words">The terms of its words.</param>
/// <param name="Lead">How much of it stands before its first word, in UTF-16 code units, and <paramref name="Tail"/> behind its last.</param>
public sealed record CodePiece(string Folded, IReadOnlyList<string> Words, int Lead, int Tail)
{
    /// <summary>Null where it has only one word: that says too little of where to look.</summary>
    public static CodePiece? Of(Token whole, IEnumerable<Token> tokens)
    {
        var end = whole.Offset + whole.Length;
        var words = tokens.Where(t => t.IsWord && t.Offset >= whole.Offset && t.Offset + t.Length <= end).ToList();
        return words.Count < 2 ? null : new(whole.Term[1..], [.. words.Select(static w => w.Term)], words[0].Offset - whole.Offset, end - words[^1].Offset - words[^1].Length);
    }

    /// <summary>Where it stands in a text.</summary>
    /// <param name="tokens">Of the text, by the language that its own words were cut by.</param>
    public IEnumerable<(int Start, int End)> In(string text, IReadOnlyList<Token> tokens)
    {
        var words = tokens.Where(static t => t.IsWord).ToList();
        for (var i = 0; i + Words.Count <= words.Count; i++)
        {
            if (!Follow(words, i)) continue;
            var (start, end) = (words[i].Offset - Lead, words[i + Words.Count - 1].Offset + words[i + Words.Count - 1].Length + Tail);
            if (start >= 0 && end <= text.Length && TextAnalysis.Fold(text, start, end) == Folded) yield return (start, end);
        }
    }

    private bool Follow(List<Token> words, int from)
    {
        for (var i = 0; i < Words.Count; i++)
            if (words[from + i].Term != Words[i]) return false;
        return true;
    }
}
