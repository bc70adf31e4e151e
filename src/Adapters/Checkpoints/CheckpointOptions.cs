using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EventChat.Adapters.Checkpoints;

public sealed class CheckpointOptions
{
    public const string Section = "Checkpoints";

    /// <summary>Between two checkpoints of a log that moves; 0 for none but those that are asked for.</summary>
    [Range(0, 10_080)] public int EveryMinutes { get; init; } = 10;

    /// <summary>The private key (Ed25519, PKCS #8 in PEM) where it is not the file of the data folder.</summary>
    public string? Key { get; init; }

    /// <summary>Goes on with another key than the one that the newest checkpoint is signed with, as after its loss.</summary>
    public bool AcceptNewKey { get; init; }

    /// <summary>Where the key is kept that the server made itself.</summary>
    public string Folder { get; set; } = "data";
}

[OptionsValidator]
internal sealed partial class CheckpointOptionsValidator : IValidateOptions<CheckpointOptions>;
