using System.Buffers;
using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Events.Channels;

namespace EventChat.Commands.Messages;

/// <summary>What a message may say: 1 to 16,000 characters (those of Unicode, so that an emoji of one is one), no control characters but line breaks and tabs, no halves of characters.</summary>
public static class MessageText
{
    public const int MaxLength = 16_000;

    /// <summary>Different people whom one message mentions by name; each as often as one likes.</summary>
    public const int MaxMentioned = 50;

    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xa0).Select(static c => (char)c).Where(static c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))]);

    /// <returns>Why it is refused; null where it is fine.</returns>
    public static Refusal? Refuses(string text)
    {
        if (!VisibleText.IsIn(text)) return new MessageEmpty();
        if (IsTooLong(text)) return new MessageTooLong(Length(text));
        if (text.AsSpan().IndexOfAny(Controls) is >= 0 and var at) return new MessageHasControlCharacter(at, text[at]);
        return HasHalves(text) ? new MessageHasLoneSurrogate() : null;
    }

    public static bool IsTooLong(string text) => text.Length > MaxLength && (text.Length > 2 * MaxLength || Length(text) > MaxLength);

    /// <returns>Why it is refused that it mentions these; null where it is fine.</returns>
    public static Refusal? Refuses(TextEntities? entities) => entities?.Users.Count > MaxMentioned ? new TooManyMentions(entities.Users.Count) : null;

    private static int Length(string text) => text.EnumerateRunes().Count();

    private static bool HasHalves(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAnyInRange('\ud800', '\udfff') is >= 0 and var at)
        {
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1])) return true;
            text = text[(at + 2)..];
        }

        return false;
    }
}

public sealed record MessageEmpty() : Refusal.Invalid("message.empty", "A message has at least one character that can be seen.", "text");

public sealed record MessageTooLong(int Length)
    : Refusal.Invalid("message.too-long", $"A message has at most {MessageText.MaxLength} characters; this one has {Length}.", "text");

public sealed record MessageHasControlCharacter(int Index, char Character)
    : Refusal.Invalid("message.control-character", $"The character U+{(int)Character:X4} at {Index} is a control character; only line breaks and tabs may be used.", "text");

public sealed record MessageHasLoneSurrogate() : Refusal.Invalid("message.lone-surrogate", "The text holds half a character: a surrogate that stands alone.", "text");

public sealed record TooManyMentions(int Count) : Refusal.Invalid(
    "message.too-many-mentions", $"A message mentions at most {MessageText.MaxMentioned} people by name; this one names {Count}. A group, or @channel, reaches more.", "text");
