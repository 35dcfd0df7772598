using BalancedEdu.Web.Processes.LargeClasses.Roster.Words;

namespace BalancedEdu.Web.Processes.LargeClasses.Roster;

/// <summary>What became of a row: a class when its key could be read, and all that is wrong with it.</summary>
internal sealed record RowReading(RosterClass? Class, List<CellProblem> Problems, List<CellProblem> Remarks);

/// <summary>Reads one row: school, grade, class, numbers. Everything that is wrong is reported at once.</summary>
internal sealed class RowReader(RosterContext context, int[] columns)
{
    private static readonly string[] SubtotalWords = ["小计", "合计", "总计", "共计", "累计"];

    private readonly SchoolColumns _school = new(context, columns);

    /// <summary>The school as in the file: its name, else its code.</summary>
    public string SchoolText(SheetRow row) => Text(row, RosterColumn.SchoolName) is { Length: > 0 } name
        ? name : Text(row, RosterColumn.SchoolCode);

    /// <summary>Grade and class as in the file.</summary>
    public string ClassText(SheetRow row) => Text(row, RosterColumn.Grade) + Text(row, RosterColumn.ClassNo);

    /// <summary>The number of pupils as in the file.</summary>
    public string EnrolledText(SheetRow row) => Text(row, RosterColumn.Enrolled);

    /// <summary>Whether the row says nothing about a class: a note, a signature, the title of a group.</summary>
    public bool IsNote(SheetRow row) => EnrolledText(row).Length == 0 && ClassText(row).Length == 0;

    /// <summary>Whether the row is a sum: it says so, and names no class.</summary>
    public bool IsSubtotal(SheetRow row)
    {
        var classText = Compact(row, RosterColumn.ClassNo);
        return (CellText.IsNothing(classText) || SaysSubtotal(classText)) && row.Cells.Any(c =>
            SaysSubtotal(CellText.Compact(c)));
    }

    public RowReading Read(Sheet sheet, SheetRow row)
    {
        var reading = new RowReading(null, [], []);
        var school = _school.Read(row, reading);
        var (grade, classNo) = ReadClass(row, school, reading);
        var enrolled = ReadEnrolled(row, reading);
        var boarders = ReadPart(row, RosterColumn.Boarders, enrolled, reading);
        var inclusive = ReadPart(row, RosterColumn.InclusivePupils, enrolled, reading);
        if (school is null || grade is not { } g || classNo is not { } c || reading.Problems.Count > 0) return reading;
        var stage = context.Standard.StageOf(g)!;
        return reading with
        {
            Class = new(
                sheet.Name, row.Number, school, stage.Stage, g, c, enrolled ?? 0, boarders, inclusive, stage.Standard,
                context.Standard.SeverityOf(g, enrolled ?? 0), g == stage.FirstGrade),
        };
    }

    private static bool SaysSubtotal(string compact) =>
        compact.Length is >= 2 and <= 16 && SubtotalWords.Any(w => compact.Contains(w, StringComparison.Ordinal));

    private string Text(SheetRow row, RosterColumn column) => row[columns[(int)column]].Trim();

    private string Compact(SheetRow row, RosterColumn column) => CellText.Compact(row[columns[(int)column]]);

    private (int? Grade, int? ClassNo) ReadClass(SheetRow row, DirectorySchool? school, RowReading reading)
    {
        var gradeText = Compact(row, RosterColumn.Grade);
        var gradeWord = gradeText.Length == 0 ? null : GradeWords.Parse(gradeText);
        var classText = Compact(row, RosterColumn.ClassNo);
        var classWord = CellText.IsNothing(classText) ? null : ClassWords.Parse(classText, gradeWord?.Grade);
        var grade = ReadGrade(row, gradeText.Length == 0 ? classWord?.Grade : gradeWord, school, reading);
        if (CellText.IsNothing(classText))
            Refuse(reading, RosterColumn.ClassNo, "", "roster.row.no-class", "缺班号，请填写班号");
        else if (classWord is null)
            Refuse(reading, RosterColumn.ClassNo, Text(row, RosterColumn.ClassNo), "roster.row.class-unreadable",
                "班号认不出，请写成 3、3班 或（3）班");
        else if (classWord.Value.ClassNo is < 1 or > 99)
            Refuse(reading, RosterColumn.ClassNo, Text(row, RosterColumn.ClassNo), "roster.row.class-range",
                "班号须为 1–99");
        else if (gradeWord is { Grade: { } a } && classWord.Value.Grade is { Grade: { } b } && a != b)
            Refuse(reading, RosterColumn.ClassNo, Text(row, RosterColumn.ClassNo), "roster.row.class-of-another-grade",
                $"班级写的是 {b} 年级，年级列是 {a} 年级，请改成一致");
        return (grade, classWord?.ClassNo);
    }

    private int? ReadGrade(SheetRow row, GradeWord? word, DirectorySchool? school, RowReading reading)
    {
        var column = columns[(int)RosterColumn.Grade] >= 0 ? RosterColumn.Grade : RosterColumn.ClassNo;
        var text = Text(row, column);
        if (word is not { } read)
        {
            if (text.Length == 0) Refuse(reading, column, "", "roster.row.no-grade", "缺年级，请填写年级");
            else if (column == RosterColumn.Grade)
                Refuse(reading, column, text, "roster.row.grade-unreadable", "年级认不出，请写成 3、三年级 或 初一");
            else Refuse(reading, column, text, "roster.row.no-grade", "看不出年级，请写成 三（2）班 或加一列年级");
            return null;
        }
        var stageText = Compact(row, RosterColumn.Stage);
        var kind = school is null ? null : context.Standard.KindOf(school.Kind);
        if (GradeOf(read, stageText, kind) is not { } grade)
        {
            Refuse(reading, column, text, "roster.row.grade-ambiguous", "一贯制学校不能只写入学年，请写成几年级");
            return null;
        }
        if (context.Standard.StageOf(grade) is not { } stage)
        {
            Refuse(reading, column, text, "roster.row.grade-range",
                $"年级须为 1–{context.Standard.Stages.Max(s => s.LastGrade)}，请核对后改正");
            return null;
        }
        if (kind is not null && (grade < kind.FirstGrade || grade > kind.LastGrade))
            Refuse(reading, column, text, "roster.row.grade-of-another-kind",
                $"该校办学类型为{school!.Kind}，年级须为 {kind.FirstGrade}–{kind.LastGrade}");
        else if (stageText.Length > 0 && StageOf(stageText) is { } written && written != stage)
            Refuse(reading, column, text, "roster.row.grade-of-another-stage",
                $"{written.Stage}须为 {written.FirstGrade}–{written.LastGrade} 年级");
        return grade;
    }

    /// <summary>
    /// A cohort (2026级) becomes a grade by the stage: of the row, else of the school when it has only one.
    /// </summary>
    private int? GradeOf(GradeWord word, string stageText, SchoolKind? kind)
    {
        if (word.EntryYear is not { } entry) return word.Grade;
        var stage = StageOf(stageText);
        if (stage is null && kind is not null
            && context.Standard.StageOf(kind.FirstGrade) == context.Standard.StageOf(kind.LastGrade))
            stage = context.Standard.StageOf(kind.FirstGrade);
        return stage is null ? null : stage.FirstGrade + context.Term.Year - entry;
    }

    private StageStandard? StageOf(string stageText) => stageText.Length == 0 ? null
        : context.Standard.Stages.FirstOrDefault(s => stageText.Contains(s.Stage, StringComparison.Ordinal))
        ?? (stageText.StartsWith('初')
            ? context.Standard.Stages.FirstOrDefault(s => s.Stage.StartsWith('初')) : null);

    private int? ReadEnrolled(SheetRow row, RowReading reading)
    {
        var compact = Compact(row, RosterColumn.Enrolled);
        var text = Text(row, RosterColumn.Enrolled);
        if (CellText.IsNothing(compact))
        {
            Refuse(reading, RosterColumn.Enrolled, text, "roster.row.no-enrolled", "缺在籍人数，请填写人数");
            return null;
        }
        var (value, fault) = Headcount.Parse(compact);
        var range = context.Standard.Enrolled;
        if (fault is not null) Refuse(reading, RosterColumn.Enrolled, text, "roster.row.enrolled-unreadable", fault);
        else if (value < range.Min || value > range.Max)
            Refuse(reading, RosterColumn.Enrolled, text, "roster.row.enrolled-range",
                $"人数须为 {range.Min}–{range.Max}，请核对后改正");
        return value;
    }

    /// <summary>A part of the enrolled, 0 where the file says nothing.</summary>
    private int ReadPart(SheetRow row, RosterColumn column, int? enrolled, RowReading reading)
    {
        var compact = Compact(row, column);
        if (CellText.IsNothing(compact)) return 0;
        var text = Text(row, column);
        var (value, fault) = Headcount.Parse(compact);
        if (fault is not null)
            Refuse(reading, column, text, "roster.row.part-unreadable", $"{RosterColumns.NameOf(column)}：{fault}");
        else if (enrolled is { } all && value > all)
            Refuse(reading, column, text, "roster.row.part-exceeds",
                $"{RosterColumns.NameOf(column)} {value} 超过在籍人数 {all}，请核对后改正");
        return value ?? 0;
    }

    private static void Refuse(RowReading reading, RosterColumn column, string value, string code, string reason) =>
        reading.Problems.Add(new(column, value, code, reason));
}
