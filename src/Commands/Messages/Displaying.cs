using EventChat.Commands.Handling;
using EventChat.Commands.Names;
using EventChat.Events.Channels;

namespace EventChat.Commands.Messages;

/// <summary>
/// How a program wants to be shown with a message: a name of 1 to 80 characters on one line, and a picture by an address that begins with https:// or an emoji.
/// </summary>
public static class Displaying
{
    public const int MaxName = 80, MaxUrl = 2_048;

    /// <returns>Why it is refused; null where it is fine.</returns>
    public static Refusal? Refuses(DisplayAs? display) => display switch
    {
        null => null,
        { Name: null, IconUrl: null, IconEmoji: null } => new DisplayInvalid("it is empty"),
        { Name: { } name } when !IsName(name) => new DisplayInvalid($"a name has 1 to {MaxName} characters on one line, and something to see"),
        { IconUrl: { } url } when !IsIcon(url) => new DisplayInvalid("an icon is at an address that begins with https://"),
        { IconEmoji: { } emoji } when !ReactionEmoji.IsValid(emoji) => new DisplayInvalid("an emoji is one character or a name in colons"),
        _ => null,
    };

    public static bool IsName(string name) => name.Length <= 2 * MaxName && name.EnumerateRunes().Count() <= MaxName && VisibleText.IsIn(name) && !name.Any(char.IsControl);

    public static bool IsIcon(string url) => url.Length <= MaxUrl && !url.Any(char.IsControl)
        && Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0;
}

public sealed record DisplayInvalid(string Why) : Refusal.Invalid("message.display-invalid", $"The message cannot be shown like that: {Why}.", "displayAs");
