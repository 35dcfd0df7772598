using BalancedEdu.Feel.Parsing;

namespace BalancedEdu.Feel.Functions;

/// <summary>The built-in functions of DMN 1.5 (10.3.4), by name.</summary>
internal static class BuiltIns
{
    private static readonly Dictionary<string, BuiltIn> Functions = Build();

    /// <summary>The names, for the parser.</summary>
    public static NameTable Names { get; } = new(Functions.Keys);

    public static BuiltIn? Find(string name) => Functions.GetValueOrDefault(name);

    private static Dictionary<string, BuiltIn> Build()
    {
        var functions = new Dictionary<string, BuiltIn>(StringComparer.Ordinal);
        var table = new FunctionTable(functions);
        ConversionFunctions.Add(table);
        BooleanFunctions.Add(table);
        StringFunctions.Add(table);
        RegexFunctions.Add(table);
        ListFunctions.Add(table);
        ListChangeFunctions.Add(table);
        StatisticsFunctions.Add(table);
        NumericFunctions.Add(table);
        DateTimeFunctions.Add(table);
        RangeFunctions.Add(table);
        ContextFunctions.Add(table);
        return functions;
    }
}

/// <summary>Where the groups of functions put theirs.</summary>
internal sealed class FunctionTable(Dictionary<string, BuiltIn> functions)
{
    /// <summary>Adds a signature of a function.</summary>
    public void Add(string name, string parameters, Body body)
    {
        if (!functions.TryGetValue(name, out var function))
            functions.Add(name, function = new BuiltIn(name));
        function.Add(parameters, body);
    }
}
