using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using EventChat.Commands.Handling;
using EventChat.Events;
using EventChat.Projections.Running;
using EventChat.Specs.Support;

namespace EventChat.Specs.House;

/// <summary>The rules of style that a machine can check.</summary>
public partial class StyleRules
{
    private const int LongestFile = 250;

    private static readonly string[] Vendors =
        ["Postgres", "Npgsql", "Marten", "Redis", "Rabbit", "MassTransit", "Elastic", "S3", "EventStoreDb", "Kurrent", "SignalR"];

    private static readonly string[] Vague = ["Manager", "Helper", "Util", "Utils", "Base", "Impl", "Dto", "Service"];

    /// <summary>What extends the framework has the names that it asks for.</summary>
    private static readonly string[] GivenNames = ["ChatLifetimeManager", "InvokeAsync"];

    private static readonly Assembly[] Rooms =
    [
        typeof(DomainEvent).Assembly, typeof(CommandHandler).Assembly, typeof(IProjector).Assembly, Assembly.Load("EventChat.Realtime"),
        Assembly.Load("EventChat.Adapters"), Assembly.Load("EventChat.Api"),
    ];

    private static IEnumerable<Type> Written => Rooms.SelectMany(static room => room.GetTypes())
        .Where(static t => t.Namespace?.StartsWith("EventChat.", StringComparison.Ordinal) == true && !t.Name.Contains('<')
            && t.GetCustomAttribute<CompilerGeneratedAttribute>() is null);

    private static IEnumerable<Type> Commands => Rooms.SelectMany(static room => room.GetTypes())
        .Where(static t => t is { IsInterface: false, IsAbstract: false } && t.GetInterfaces().Any(static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>)));

    [Fact]
    public void Every_command_is_a_sealed_record() =>
        Assert.All(Commands, static command => Assert.True(command.IsSealed && command.GetMethod("<Clone>$") is not null, $"{command.Name} is no sealed record."));

    [Fact]
    public void Every_command_has_specs()
    {
        var specs = string.Concat(Repository.Sources(Path.Combine("tests", "EventChat.Specs")).Select(static file => File.ReadAllText(Repository.PathOf(file))));

        var commands = Commands.Where(static c => c.Assembly == typeof(CommandHandler).Assembly).ToList();
        Assert.NotEmpty(commands);
        Assert.All(commands, command => Assert.True(specs.Contains($"new {command.Name}(") || specs.Contains($"{command.Name} "), $"{command.Name} has no specs."));
    }

    [Fact]
    public void Every_refusal_is_a_sealed_record_with_a_code_of_its_own()
    {
        var refusals = Written.Where(static t => t.IsSubclassOf(typeof(Refusal)) && !t.IsAbstract).ToList();
        var codes = refusals.Select(static type =>
        {
            Assert.True(type.IsSealed, $"{type.Name} is not sealed.");
            var constructor = type.GetConstructors().Single(static c => c.GetParameters() is not [{ ParameterType.IsSealed: true } only] || !only.ParameterType.IsSubclassOf(typeof(Refusal)));
            var refusal = (Refusal)constructor.Invoke([.. constructor.GetParameters().Select(static p => Some(p.ParameterType))]);
            Assert.Matches("^[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*$", refusal.Code);
            Assert.True(refusal.Detail.EndsWith('.') || refusal.Detail.Length == 0, $"{type.Name} says no sentence.");
            return refusal.Code;
        }).ToList();

        Assert.Equal(codes.Distinct().Order(), codes.Order());
    }

    [Fact]
    public void No_type_outside_the_adapters_has_a_vendors_name() =>
        Assert.Empty(Written.Where(static t => t.Namespace?.StartsWith("EventChat.Adapters", StringComparison.Ordinal) != true && Vendors.Any(t.Name.Contains)).Select(static t => t.FullName));

    [Fact]
    public void No_type_has_a_name_that_says_nothing() =>
        Assert.Empty(Written.Where(static t => Vague.Any(t.Name.EndsWith) && !GivenNames.Contains(t.Name)).Select(static t => t.FullName));

    [Fact]
    public void No_method_says_that_it_waits() => Assert.Empty(
        from type in Written
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where method.Name.EndsWith("Async", StringComparison.Ordinal) && method.GetBaseDefinition() == method && !IsPromised(type, method)
            && !GivenNames.Contains(method.Name)
        select $"{type.Name}.{method.Name}");

    [Fact]
    public void No_file_is_long() => Assert.Empty(
        from folder in new[] { "src", "tests" }
        from file in Repository.Sources(folder)
        let lines = File.ReadLines(Repository.PathOf(file)).Count()
        where lines > LongestFile
        select $"{file} has {lines} lines");

    [Fact]
    public void No_test_is_switched_off() =>
        Assert.DoesNotContain(Repository.Sources("tests"), static file => SwitchedOff().IsMatch(File.ReadAllText(Repository.PathOf(file))));

    [Fact]
    public void No_work_is_left_for_later_without_a_number() =>
        Assert.DoesNotContain(Repository.Sources("src"), static file => File.ReadLines(Repository.PathOf(file)).Any(IsUnfinished));

    private static bool IsUnfinished(string line) => (line.Contains("TODO") || line.Contains("FIXME") || line.Contains("HACK")) && !line.Contains('#');

    private static bool IsPromised(Type type, MethodInfo method) => type is { IsInterface: false } && type.GetInterfaces()
        .Where(static i => i.Assembly != typeof(DomainEvent).Assembly).Any(i => type.GetInterfaceMap(i).TargetMethods.Contains(method));

    private static object? Some(Type type) =>
        type == typeof(string) ? "" : type.IsValueType ? Activator.CreateInstance(type) : null;

    [GeneratedRegex("""\[(Fact|Theory)\([^\]]*Skip\s*=""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SwitchedOff();
}
