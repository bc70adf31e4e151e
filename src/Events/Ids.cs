using System.Text.Json.Serialization;

namespace EventChat.Events;

/// <summary>A prefixed ULID, upper case: one letter that names the kind, then 26 characters of Crockford's base 32.</summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    /// <summary>The letters that an id of this kind may begin with.</summary>
    static abstract string Prefixes { get; }
    static abstract TSelf From(char prefix, Ulid value);
    char Prefix { get; }
    Ulid Value { get; }
}

[JsonConverter(typeof(IdJson<WorkspaceId>))]
public readonly record struct WorkspaceId(Ulid Value) : IId<WorkspaceId>
{
    public static string Prefixes => "W";
    public char Prefix => 'W';
    public static WorkspaceId New() => new(Ulid.NewUlid());
    public static WorkspaceId From(char prefix, Ulid value) => new(value);
    public static bool TryParse(string? text, IFormatProvider? provider, out WorkspaceId id) => Id.TryParse(text, out id);
    public override string ToString() => Id.Format(this);
}

/// <summary><c>C…</c> is a channel, <c>D…</c> a direct message, which is a channel too.</summary>
[JsonConverter(typeof(IdJson<ChannelId>))]
public readonly record struct ChannelId(Ulid Value, bool IsDirect = false) : IId<ChannelId>
{
    public static string Prefixes => "CD";
    public char Prefix => IsDirect ? 'D' : 'C';
    public static ChannelId New() => new(Ulid.NewUlid());
    public static ChannelId From(char prefix, Ulid value) => new(value, prefix == 'D');
    public static bool TryParse(string? text, IFormatProvider? provider, out ChannelId id) => Id.TryParse(text, out id);
    public override string ToString() => Id.Format(this);
}

[JsonConverter(typeof(IdJson<UserId>))]
public readonly record struct UserId(Ulid Value) : IId<UserId>
{
    /// <summary>Who acts when nobody does: the server itself.</summary>
    public static readonly UserId System;
    public static string Prefixes => "U";
    public char Prefix => 'U';
    public static UserId New() => new(Ulid.NewUlid());
    public static UserId From(char prefix, Ulid value) => new(value);
    public static bool TryParse(string? text, IFormatProvider? provider, out UserId id) => Id.TryParse(text, out id);
    public override string ToString() => Id.Format(this);
}

[JsonConverter(typeof(IdJson<SessionId>))]
public readonly record struct SessionId(Ulid Value) : IId<SessionId>
{
    public static string Prefixes => "S";
    public char Prefix => 'S';
    public static SessionId New() => new(Ulid.NewUlid());
    public static SessionId From(char prefix, Ulid value) => new(value);
    public static bool TryParse(string? text, IFormatProvider? provider, out SessionId id) => Id.TryParse(text, out id);
    public override string ToString() => Id.Format(this);
}

[JsonConverter(typeof(IdJson<InviteId>))]
public readonly record struct InviteId(Ulid Value) : IId<InviteId>
{
    public static string Prefixes => "I";
    public char Prefix => 'I';
    public static InviteId New() => new(Ulid.NewUlid());
    public static InviteId From(char prefix, Ulid value) => new(value);
    public static bool TryParse(string? text, IFormatProvider? provider, out InviteId id) => Id.TryParse(text, out id);
    public override string ToString() => Id.Format(this);
}

/// <summary>A group of people within a workspace that is mentioned by its handle.</summary>
[JsonConverter(typeof(IdJson<GroupId>))]
public readonly record struct GroupId(Ulid Value) : IId<GroupId>
{
    public static string Prefixes => "G";
    public char Prefix => 'G';
    public static GroupId New() => new(Ulid.NewUlid());
    public static GroupId From(char prefix, Ulid value) => new(value);
    public static bool TryParse(string? text, IFormatProvider? provider, out GroupId id) => Id.TryParse(text, out id);
    public override string ToString() => Id.Format(this);
}

/// <summary>A message that waits for its time.</summary>
[JsonConverter(typeof(IdJson<ScheduledId>))]
public readonly record struct ScheduledId(Ulid Value) : IId<ScheduledId>
{
    public static string Prefixes => "T";
    public char Prefix => 'T';
    public static ScheduledId New() => new(Ulid.NewUlid());
    public static ScheduledId From(char prefix, Ulid value) => new(value);
    public static bool TryParse(string? text, IFormatProvider? provider, out ScheduledId id) => Id.TryParse(text, out id);
    public override string ToString() => Id.Format(this);
}

/// <summary>A program that acts in a workspace under a name of its own.</summary>
[JsonConverter(typeof(IdJson<AppId>))]
public readonly record struct AppId(Ulid Value) : IId<AppId>
{
    public static string Prefixes => "A";
    public char Prefix => 'A';
    public static AppId New() => new(Ulid.NewUlid());
    public static AppId From(char prefix, Ulid value) => new(value);
    public static bool TryParse(string? text, IFormatProvider? provider, out AppId id) => Id.TryParse(text, out id);
    public override string ToString() => Id.Format(this);
}

/// <summary>Names a token of an app, and is no secret.</summary>
[JsonConverter(typeof(IdJson<AppTokenId>))]
public readonly record struct AppTokenId(Ulid Value) : IId<AppTokenId>
{
    public static string Prefixes => "B";
    public char Prefix => 'B';
    public static AppTokenId New() => new(Ulid.NewUlid());
    public static AppTokenId From(char prefix, Ulid value) => new(value);
    public static bool TryParse(string? text, IFormatProvider? provider, out AppTokenId id) => Id.TryParse(text, out id);
    public override string ToString() => Id.Format(this);
}

/// <summary>An address at which programs post into a channel.</summary>
[JsonConverter(typeof(IdJson<HookId>))]
public readonly record struct HookId(Ulid Value) : IId<HookId>
{
    public static string Prefixes => "N";
    public char Prefix => 'N';
    public static HookId New() => new(Ulid.NewUlid());
    public static HookId From(char prefix, Ulid value) => new(value);
    public static bool TryParse(string? text, IFormatProvider? provider, out HookId id) => Id.TryParse(text, out id);
    public override string ToString() => Id.Format(this);
}

/// <summary>A legal hold.</summary>
[JsonConverter(typeof(IdJson<HoldId>))]
public readonly record struct HoldId(Ulid Value) : IId<HoldId>
{
    public static string Prefixes => "H";
    public char Prefix => 'H';
    public static HoldId New() => new(Ulid.NewUlid());
    public static HoldId From(char prefix, Ulid value) => new(value);
    public static bool TryParse(string? text, IFormatProvider? provider, out HoldId id) => Id.TryParse(text, out id);
    public override string ToString() => Id.Format(this);
}

/// <summary>What a compliance officer hands over.</summary>
[JsonConverter(typeof(IdJson<ExportId>))]
public readonly record struct ExportId(Ulid Value) : IId<ExportId>
{
    public static string Prefixes => "X";
    public char Prefix => 'X';
    public static ExportId New() => new(Ulid.NewUlid());
    public static ExportId From(char prefix, Ulid value) => new(value);
    public static bool TryParse(string? text, IFormatProvider? provider, out ExportId id) => Id.TryParse(text, out id);
    public override string ToString() => Id.Format(this);
}

/// <summary>A wish of an app to be told what happens, by webhook.</summary>
[JsonConverter(typeof(IdJson<SubscriptionId>))]
public readonly record struct SubscriptionId(Ulid Value) : IId<SubscriptionId>
{
    public static string Prefixes => "K";
    public char Prefix => 'K';
    public static SubscriptionId New() => new(Ulid.NewUlid());
    public static SubscriptionId From(char prefix, Ulid value) => new(value);
    public static bool TryParse(string? text, IFormatProvider? provider, out SubscriptionId id) => Id.TryParse(text, out id);
    public override string ToString() => Id.Format(this);
}

/// <summary>An order to erase a person from a workspace.</summary>
[JsonConverter(typeof(IdJson<ErasureId>))]
public readonly record struct ErasureId(Ulid Value) : IId<ErasureId>
{
    public static string Prefixes => "E";
    public char Prefix => 'E';
    public static ErasureId New() => new(Ulid.NewUlid());
    public static ErasureId From(char prefix, Ulid value) => new(value);
    public static bool TryParse(string? text, IFormatProvider? provider, out ErasureId id) => Id.TryParse(text, out id);
    public override string ToString() => Id.Format(this);
}
