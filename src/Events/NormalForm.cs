using ADRaffy.ENSNormalize;

namespace EventChat.Events;

/// <summary>
/// Unicode's normal form C: signs that can be written in several ways, such as an é of one character or of two, in one way. The runtime asks ICU for it, and without
/// ICU leaves every text as it is (ADR 32).
/// </summary>
public static class NormalForm
{
    public static string Of(string text)
    {
        foreach (var c in text)
            if (!IsSettled(c)) return ENSNormalize.NF.NFC(text);
        return text;
    }

    /// <summary>Most texts consist of characters that have one form only, and join with none of the others.</summary>
    private static bool IsSettled(char c) => c is < '\u0300' or (>= '\u0391' and <= '\u03ce') or (>= '\u0400' and <= '\u0482') or (>= '\u2010' and <= '\u2027')
        or (>= '\u3041' and <= '\u3096') or (>= '\u30a1' and <= '\u30fa') or (>= '\u4e00' and <= '\u9fff') or (>= '\uac00' and <= '\ud7a3');
}
