namespace BalancedEdu.Web.Processes.LargeClasses.Roster;

/// <summary>A table as it stands in the file, before anything is understood.</summary>
/// <param name="Name">The sheet's name; the file's name for text files.</param>
/// <param name="Rows">The rows that have something in them, in order.</param>
public sealed record Sheet(string Name, IReadOnlyList<SheetRow> Rows);

/// <summary>A row that is not blank.</summary>
/// <param name="Number">Its number as the spreadsheet program shows it, from 1.</param>
/// <param name="Cells">The texts from column A on; merged cells carry the text of their range.</param>
/// <param name="Filled">How many cells had a text of their own, before merged ranges were filled.</param>
public sealed record SheetRow(int Number, IReadOnlyList<string> Cells, int Filled)
{
    /// <summary>The text of a column, empty beyond the last.</summary>
    public string this[int column] => column >= 0 && column < Cells.Count ? Cells[column] : "";
}
