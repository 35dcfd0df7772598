using BalancedEdu.Web.Processes.LargeClasses.Roster.Words;

namespace BalancedEdu.Web.Processes.LargeClasses.Roster;

/// <summary>Finds the school of a row by its code, else by its name, and holds the district against it.</summary>
internal sealed class SchoolColumns(RosterContext context, int[] columns)
{
    public DirectorySchool? Read(SheetRow row, RowReading reading)
    {
        var code = CellText.Compact(row[columns[(int)RosterColumn.SchoolCode]]).TrimStart('\'', '`');
        var name = row[columns[(int)RosterColumn.SchoolName]].Trim();
        var school = CellText.IsNothing(code) ? WithName(name, reading) : WithCode(code, name, reading);
        if (school is null) return null;
        CheckDistrict(row, school, reading);
        return school;
    }

    private DirectorySchool? WithCode(string code, string name, RowReading reading)
    {
        if (context.Directory.WithCode(code) is not { } school)
        {
            Refuse(reading, RosterColumn.SchoolCode, code, "roster.row.unknown-school", "学校不在名录，请核对学校代码");
            return null;
        }
        if (name.Length > 0 && CellText.Compact(name) != CellText.Compact(school.Name))
            reading.Remarks.Add(new(
                RosterColumn.SchoolName, name, "roster.row.name-differs", $"名录中该代码的学校是{school.Name}，按代码导入"));
        return school;
    }

    private DirectorySchool? WithName(string name, RowReading reading)
    {
        if (name.Length == 0)
        {
            Refuse(reading, ShownColumn, "", "roster.row.no-school", "缺学校，请填写学校代码");
            return null;
        }
        var schools = context.Directory.WithName(name);
        if (schools.Count == 1) return schools[0];
        Refuse(reading, RosterColumn.SchoolName, name, schools.Count == 0 ? "roster.row.unknown-school"
            : "roster.row.school-ambiguous",
            schools.Count == 0 ? "学校不在名录，请核对校名或填写学校代码" : $"名录中有 {schools.Count} 所同名学校，请填写学校代码");
        return null;
    }

    private void CheckDistrict(SheetRow row, DirectorySchool school, RowReading reading)
    {
        var code = CellText.Compact(row[columns[(int)RosterColumn.DistrictCode]]);
        if (!CellText.IsNothing(code) && code != school.DistrictCode)
            Refuse(reading, RosterColumn.DistrictCode, code, "roster.row.wrong-district",
                context.Directory.HasDistrict(code)
                ? $"该校属于{school.DistrictName} {school.DistrictCode}，请改正区划代码"
                : $"区划代码不存在，该校属于 {school.DistrictCode}");
        if (context.Districts is { } own && !own.Contains(school.DistrictCode))
            Refuse(reading, ShownColumn, school.Name, "roster.row.other-district",
                "学校不在本辖区，请由其所属辖区或市教育局导入");
    }

    private RosterColumn ShownColumn =>
        columns[(int)RosterColumn.SchoolCode] >= 0 ? RosterColumn.SchoolCode : RosterColumn.SchoolName;

    private static void Refuse(RowReading reading, RosterColumn column, string value, string code, string reason) =>
        reading.Problems.Add(new(column, value, code, reason));
}
