namespace EventChat.Projections.Search;

/// <summary>
/// A place in a text that can be found. Words that follow each other have positions that do, from 1 on. A term is the stem of a word, <c>~</c> with the
/// word itself where its stem is another, or <c>=</c> with a code-like word as it stands.
/// </summary>
/// <param name="Offset">In UTF-16 code units, as <paramref name="Length"/> is.</param>
public readonly record struct Token(string Term, int Position, int Offset, int Length)
{
    public const char Surface = '~', Exact = '=';

    public bool IsWord => Term[0] is not (Surface or Exact);
}
