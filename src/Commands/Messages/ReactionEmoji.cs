using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using Markdig.Extensions.Emoji;

namespace EventChat.Commands.Messages;

/// <summary>What may stand as a reaction: one emoji, or the name of one.</summary>
public static partial class ReactionEmoji
{
    public const int MaxLength = 64;
    private const int FirstPicture = 0x1f000, LastPicture = 0x1faff, Keycap = 0x20e3, Joiner = 0x200d, AsText = 0xfe0e, AsPicture = 0xfe0f;
    private const int FirstTag = 0xe0020, LastTag = 0xe007f;

    private const int LightestSkin = 0x1f3fb;

    private const string SkinTone = "::skin-tone-";

    /// <summary>What the names that all the world uses stand for, without their colons; Zulip has words of its own for the two thumbs.</summary>
    private static readonly FrozenDictionary<string, string> Standard = EmojiMapping.GetDefaultEmojiShortcodeToUnicode()
        .Select(static e => KeyValuePair.Create(e.Key.Trim(':'), e.Value)).Append(new("thumbs_up", "👍")).Append(new("thumbs_down", "👎")).ToFrozenDictionary();

    /// <summary>The same character may say that it is a picture, that it is text, or neither.</summary>
    private static readonly FrozenDictionary<string, string> Pictures =
        Standard.Values.GroupBy(Bare).ToFrozenDictionary(static same => same.Key, static same => same.MaxBy(static e => e.Length)!);

    public static bool IsValid(string emoji) => emoji.Length is >= 1 and <= MaxLength && (Name().IsMatch(emoji) || IsOneEmoji(emoji));

    /// <summary>Whether the name, without colons, is one that all the world uses.</summary>
    public static bool IsStandard(string name) => Standard.ContainsKey(name);

    /// <summary>The one way of writing an emoji that can be written in several: as the character, and as a name in colons where there is none.</summary>
    /// <param name="emoji">A valid one; what is none stays as it is.</param>
    public static string Canonical(string emoji)
    {
        if (!Name().IsMatch(emoji)) return Pictures.GetValueOrDefault(Bare(emoji), emoji);
        var name = emoji.Trim(':');
        return name.Split(SkinTone) switch
        {
            [var plain] when Standard.TryGetValue(plain, out var picture) => picture,
            [var plain, [var tone]] when Standard.TryGetValue(plain, out var picture) => Toned(picture, tone - '2'),
            _ => $":{name}:",
        };
    }

    /// <summary>The name, without colons and skin tone, where it is none of the names that all the world uses: the workspace has to know it.</summary>
    /// <returns>Null where nobody has to be asked.</returns>
    public static string? CustomName(string emoji)
    {
        if (!Name().IsMatch(emoji)) return null;
        var name = emoji.Split(SkinTone)[0].Trim(':');
        return IsStandard(name) ? null : name;
    }

    /// <summary>One character as people see it (UAX 29) that is a picture, perhaps with what changes or joins pictures behind it, or a key.</summary>
    private static bool IsOneEmoji(string emoji)
    {
        if (StringInfo.GetNextTextElementLength(emoji) != emoji.Length || !VisibleText.IsIn(emoji)) return false;
        var runes = emoji.EnumerateRunes().ToList();
        return char.IsAsciiDigit(emoji[0]) || emoji[0] is '#' or '*'
            ? runes[^1].Value == Keycap && runes[1..^1].TrueForAll(static r => r.Value == AsPicture)
            : IsPicture(runes[0]) && runes[^1].Value != Joiner && runes.TrueForAll(static r => IsPicture(r) || Changes(r));
    }

    /// <summary>Categories know symbols, not pictures; what a newer Unicode adds to the pictures is unassigned here.</summary>
    private static bool IsPicture(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.OtherSymbol => true,
        UnicodeCategory.MathSymbol => rune.Value > 0xff,
        UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherNotAssigned => rune.Value is >= FirstPicture and <= LastPicture,
        _ => rune.Value is 0x203c or 0x2049 or 0x2139 or 0x3030 or 0x303d, // ‼ ⁉ ℹ 〰 〽
    };

    private static string Bare(string emoji) => string.Concat(emoji.Where(static c => c is not ((char)AsText or (char)AsPicture)));

    /// <summary>Of several people joined, the first.</summary>
    private static string Toned(string picture, int tone)
    {
        var first = Rune.GetRuneAt(picture, 0).Utf16SequenceLength;
        return string.Concat(picture.AsSpan(0, first), char.ConvertFromUtf32(LightestSkin + tone), picture.AsSpan(first).TrimStart((char)AsPicture));
    }

    private static bool Changes(Rune rune) => rune.Value is Joiner or AsText or AsPicture or (>= FirstTag and <= LastTag);

    /// <summary>With colons around it or without, as Slack writes skin tones.</summary>
    [GeneratedRegex(@"\A(?<colon>:)?[a-z0-9_+-]+(?:::skin-tone-[2-6])?(?(colon):)\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();
}

public sealed record EmojiInvalid() : Refusal.Invalid(
    "reaction.invalid-emoji", "A reaction is one emoji, or the name of one in small letters, such as thumbs_up or :tada:, of at most 64 characters.", "emoji");

public sealed record EmojiUnknown(string Emoji) : Refusal.Invalid("reaction.unknown-emoji", $"There is no emoji {Emoji} in this workspace.", "emoji");
