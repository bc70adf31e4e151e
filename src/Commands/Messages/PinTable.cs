using System.Collections.Immutable;
using System.Runtime.InteropServices;
using EventChat.Commands.Handling;

namespace EventChat.Commands.Messages;

/// <param name="Version">Of the event that pinned it; later pins have higher ones.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Pin(int Number, long Version);

/// <summary>What is pinned in a channel, oldest pin first. Few, and seldom changed: so a change makes a new list.</summary>
internal sealed class PinTable
{
    public ImmutableList<Pin> All { get; private set; } = [];
    public long Bytes => All.Count * 64L;

    public void Add(int number, long version, Undo undo) => Set(All.RemoveAll(pin => pin.Number == number).Add(new(number, version)), undo);

    public void Remove(int number, Undo undo)
    {
        if (All.Exists(pin => pin.Number == number)) Set(All.RemoveAll(pin => pin.Number == number), undo);
    }

    public void Save(SnapshotWriter writer)
    {
        writer.Column<int>([.. All.Select(static pin => pin.Number)]);
        writer.Column<long>([.. All.Select(static pin => pin.Version)]);
    }

    public static PinTable Load(ref SnapshotReader reader) =>
        new() { All = [.. reader.Column<int>().Zip(reader.Column<long>(), static (number, version) => new Pin(number, version))] };

    private void Set(ImmutableList<Pin> pins, Undo undo)
    {
        var before = All;
        if (undo.IsKept) undo.Add(() => All = before);
        All = pins;
    }
}
