namespace EventChat.Bench;

/// <summary>What to measure, how long, and where to write it.</summary>
internal sealed record BenchOptions
{
    public IReadOnlyList<string> Only { get; private init; } = [];

    public bool Quick { get; private init; }

    public string? Json { get; private init; }

    public string Svg { get; private init; } = Path.Combine("artifacts", "bench", "bench.svg");

    public int Repetitions => 3;

    public TimeSpan Round => TimeSpan.FromSeconds(Quick ? 2 : 8);

    /// <summary>A cold server shows two thirds of what a warm one does.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 4 : 9);

    public TimeSpan LeadIn => IsCold ? WarmUp : TimeSpan.FromSeconds(Quick ? 1 : 3);

    /// <summary>The same for a server that has just been started.</summary>
    public BenchOptions Cold => this with { IsCold = true };

    private bool IsCold { get; init; }

    public TimeSpan QuietPatience => TimeSpan.FromSeconds(Quick ? 5 : 30);

    /// <summary>How many messages the channel has whose state is loaded.</summary>
    public int Million => Quick ? 100_000 : 1_000_000;

    /// <summary>Null, with a line that says why, for what cannot be understood.</summary>
    public static BenchOptions? Parse(string[] args, out string wrong)
    {
        var (options, rest) = (new BenchOptions(), new Queue<string>(args));
        while (rest.TryDequeue(out var arg))
        {
            if (options.With(arg, rest) is not { } understood)
            {
                wrong = $"{arg} is unknown or lacks its value";
                return null;
            }

            options = understood;
        }

        var unknown = options.Only.Except(Plan.Names).ToList();
        wrong = $"nothing is called {string.Join(" or ", unknown)}";
        return unknown.Count == 0 ? options : null;
    }

    public bool Wants(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Only.Count == 0 || Only.Contains(name)) return true;
        }

        return false;
    }

    private BenchOptions? With(string arg, Queue<string> rest) =>
        (arg, arg == "--quick" ? null : rest.TryDequeue(out var next) ? next : null) switch
        {
            ("--quick", _) => this with { Quick = true },
            ("--only", { } names) => this with { Only = names.Split(',', StringSplitOptions.TrimEntries) },
            ("--json", { } file) => this with { Json = file },
            ("--svg", { } file) => this with { Svg = file },
            _ => null,
        };
}
