using System.Collections.Concurrent;
using Lucene.Net.Tartarus.Snowball;
using Lucene.Net.Tartarus.Snowball.Ext;

namespace EventChat.Projections.Search;

/// <summary>Finds the stem of a word, as Snowball does it; <c>none</c> leaves every word as it is.</summary>
public sealed class Language
{
    private const int MaxKept = 200_000, LongestStemmed = 40;
    private static readonly Dictionary<string, Func<SnowballProgram>> Makers = new()
    {
        ["danish"] = static () => new DanishStemmer(), ["dutch"] = static () => new DutchStemmer(), ["english"] = static () => new EnglishStemmer(),
        ["finnish"] = static () => new FinnishStemmer(), ["french"] = static () => new FrenchStemmer(), ["german"] = static () => new GermanStemmer(),
        ["hungarian"] = static () => new HungarianStemmer(), ["italian"] = static () => new ItalianStemmer(), ["norwegian"] = static () => new NorwegianStemmer(),
        ["portuguese"] = static () => new PortugueseStemmer(), ["romanian"] = static () => new RomanianStemmer(), ["russian"] = static () => new RussianStemmer(),
        ["spanish"] = static () => new SpanishStemmer(), ["swedish"] = static () => new SwedishStemmer(), ["turkish"] = static () => new TurkishStemmer(),
    };

    private static readonly Dictionary<string, Language> Known = new(
        Makers.Select(static m => KeyValuePair.Create(m.Key, new Language(m.Key, m.Value))).Append(KeyValuePair.Create("none", new Language("none", null))));

    private readonly ConcurrentDictionary<string, string> stems = new();
    private readonly ThreadLocal<SnowballProgram>? stemmer;

    private Language(string name, Func<SnowballProgram>? make)
    {
        Name = name;
        stemmer = make is null ? null : new(make);
    }

    public static Language English { get; } = Known["english"];

    /// <summary>All that there are, by name.</summary>
    public static IEnumerable<string> Names => Known.Keys.Order();

    public string Name { get; }

    /// <returns>Null for a name that no language has here.</returns>
    public static Language? Find(string name) => Known.GetValueOrDefault(name);

    /// <param name="word">In lower case.</param>
    public string Stem(string word)
    {
        if (stemmer is null || word.Length > LongestStemmed) return word;
        if (stems.TryGetValue(word, out var known)) return known;

        var program = stemmer.Value!;
        program.SetCurrent(word);
        program.Stem();
        var stem = program.Current is { Length: > 0 } found ? string.Equals(found, word, StringComparison.Ordinal) ? word : found : word;
        if (stems.Count > MaxKept) stems.Clear();
        stems[word] = stem;
        return stem;
    }
}
