using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace EventChat.Adapters.Exports;

public sealed class ExportFileOptions
{
    public const string Section = "Exports";

    /// <summary>Where exports lie; all nodes need the same. Without it <c>exports</c> in the data folder.</summary>
    public string? Folder { get; init; }

    /// <summary>While somebody writes to the log, so many times as long as the work took it rests.</summary>
    [Range(0, 100)] public int RestMultiple { get; init; } = 4;

    public string DataFolder { get; set; } = "data";

    public string Path => System.IO.Path.GetFullPath(Folder is { Length: > 0 } ? Folder : System.IO.Path.Combine(DataFolder, "exports"));
}

[OptionsValidator]
internal sealed partial class ExportFileOptionsValidator : IValidateOptions<ExportFileOptions>;
