using System.Security.Cryptography;
using System.Text;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Events.Names;
using EventChat.Events.Store;

namespace EventChat.Commands.Names;

/// <summary>A stream per name that can be had once: usernames, e-mail addresses, workspace slugs, names of public channels. The name itself stays outside: the stream is named by its hash.</summary>
public sealed class NameReservation : IState<NameReservation>
{
    public string? Owner { get; private set; }
    public DateTimeOffset TakenAt { get; private set; }

    public static NameReservation Initial() => new();

    public void Apply(DomainEvent @event, UserId actor, long version, DateTimeOffset at)
    {
        switch (@event)
        {
            case NameTaken e: (Owner, TakenAt) = (e.Owner, at); break;
            case NameReleased e when e.Owner == Owner: Owner = null; break;
        }
    }

    public static StreamName StreamOf(string kind, string name) =>
        new(StreamName.Names + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{NormalForm.Of(name).ToLowerInvariant()}"))));
}

/// <param name="AbandonedBy">An owner that never came to be, because its creation was cut short: the name is free again.</param>
public sealed record TakeName(StreamName Stream, string Owner, string? AbandonedBy = null) : ICommand<NameReservation>
{
    public Decision Decide(NameReservation name, CommandContext context) =>
        name.Owner == Owner ? Decision.Nothing
        : name.Owner is { } other && other != AbandonedBy ? new NameIsTaken(other, name.TakenAt)
        : new NameTaken(Owner);
}

public sealed record ReleaseName(StreamName Stream, string Owner) : ICommand<NameReservation>
{
    public Decision Decide(NameReservation name, CommandContext context) =>
        name.Owner == Owner ? new NameReleased(Owner) : Decision.Nothing;
}

/// <summary>Never shown: whoever asked for the name says it in words of their own.</summary>
public sealed record NameIsTaken(string Owner, DateTimeOffset Since) : Refusal.Conflict("name.taken", "This name is taken.");
