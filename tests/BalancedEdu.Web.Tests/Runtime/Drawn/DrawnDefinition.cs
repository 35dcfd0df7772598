namespace BalancedEdu.Web.Tests.Runtime.Drawn;

/// <summary>A user task of a drawn definition, as the oracles need to know it.</summary>
internal sealed record DrawnTask(string Id)
{
    /// <summary>The element of the form that started the case, which a return may open again.</summary>
    public const string StartForm = "START";

    /// <summary>Attributes of <c>be:assignment</c>.</summary>
    public string Assignment { get; init; } = "";

    public bool AllowSelf { get; init; }

    /// <summary>A task that it is separated from, or null.</summary>
    public string? Separated { get; init; }

    /// <summary>Words of <c>be:allow</c>.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>The budget of its own clock, or null.</summary>
    public string? Budget { get; init; }

    public bool Pausable { get; init; }

    /// <summary>Whether the system decides when the time is up.</summary>
    public bool ByTime { get; init; }

    public bool Extendable { get; init; }

    /// <summary>Clocks that it stops while it is open; every pausable one too, when it names any.</summary>
    public IReadOnlyList<string> Pauses { get; init; } = [];

    /// <summary>Whether it is a countersign.</summary>
    public bool Many { get; init; }

    /// <summary>Outcomes that a person may choose, the first agrees.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>The blocks that it stands in, the outermost first; none of the form that starts a case.</summary>
    public IReadOnlyList<DrawnBlock> Blocks { get; init; } = [];
}

/// <summary>How the parts of a drawn block come one after another.</summary>
internal enum BlockKind
{
    /// <summary>An earlier place comes before a later one; of equal places only one.</summary>
    Row,

    /// <summary>Side by side, until all are joined.</summary>
    Fork,

    /// <summary>A subprocess: there is one part.</summary>
    Scope,
}

/// <summary>A block that something stands in, and at which place.</summary>
internal sealed record DrawnBlock(int Id, BlockKind Kind, int Place);

/// <summary>A named clock of a drawn definition.</summary>
internal sealed record DrawnClock(string Id, string Budget, string? Start, string? End, bool Pausable, bool Extendable);

/// <summary>A definition that was drawn: what stands in its file, and the same for the oracles.</summary>
internal sealed record DrawnDefinition(
    string Id, int Seed, string Bpmn, IReadOnlyDictionary<string, DrawnTask> Tasks, IReadOnlyList<DrawnClock> Clocks,
    bool SuspensionPauses)
{
    /// <summary>Who has to do with the cases: two of most offices, one who may extend, inspect, or manage.</summary>
    public static readonly string[] People =
    [
        "peimingyuan", "fangqiheng", "shenzhiyuan", "liangshuyi", "dingruoshui", "guyongming", "xuweiran",
        "wenjingzhi", "jiangyuan", "luoyichen", "hezhiqiu", "admin",
    ];

    /// <summary>Those of them who start cases.</summary>
    public static readonly string[] Initiators = ["luoyichen", "hezhiqiu", "dingruoshui", "peimingyuan"];

    /// <summary>The post that decides about extensions, and by how much they extend.</summary>
    public const string Approver = "edu.leader";

    public const int ExtendedBy = 10;

    /// <summary>Writes the bundle into its own folder below this one.</summary>
    public void WriteTo(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, Id));
        File.WriteAllText(Path.Combine(folder, Id, Id + ".bpmn"), Bpmn);
        File.WriteAllText(Path.Combine(folder, Id, $"{Id}-apply.form"), $$"""
            {
              "schemaVersion": 19, "type": "default", "id": "{{Id}}-apply",
              "components": [{ "key": "subject", "type": "textfield", "id": "Field_subject", "label": "事由" }]
            }
            """);
    }
}
