using System.Globalization;
using System.Text;

namespace EventChat.Commands.Names;

/// <summary>Whether there is anything to see in a text: a name or a message of characters that show nothing is none.</summary>
public static class VisibleText
{
    public static bool IsIn(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            if (Shows(rune)) return true;
        return false;
    }

    /// <summary>Marks show nothing by themselves. The others have a category of things that show something, and do not (Unicode's Default_Ignorable_Code_Point, and blanks).</summary>
    private static bool Shows(Rune rune) => rune.Value switch
    {
        0x115f or 0x1160 or 0x3164 or 0xffa0 => false, // fillers of Hangul
        0x2800 or 0x1d159 => false, // a blank of Braille, a note without a head
        0x2065 or (>= 0xfff0 and <= 0xfff8) or (>= 0xe0000 and <= 0xe0fff) => false, // kept by Unicode for more of the kind
        _ => Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark),
    };
}
