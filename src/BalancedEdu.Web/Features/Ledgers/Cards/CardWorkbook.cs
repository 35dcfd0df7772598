using BalancedEdu.Web.Runtime.Clocks;
using BalancedEdu.Web.Runtime.Clocks.Cards;
using BalancedEdu.Web.Runtime.Reading;
using MiniExcelLibs;

namespace BalancedEdu.Web.Features.Ledgers.Cards;

/// <summary>The register of cards as a workbook.</summary>
internal static class CardWorkbook
{
    /// <summary>Writes the rows as they come from the database; the file deletes itself when it is closed.</summary>
    public static async Task<FileStream> WriteAsync(IAsyncEnumerable<CardLine> lines, CancellationToken cancellation)
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite,
            FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            await file.SaveAsAsync(Rows(lines, cancellation), sheetName: "黄红牌登记", cancellationToken: cancellation);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static async IAsyncEnumerable<Dictionary<string, object?>> Rows(
        IAsyncEnumerable<CardLine> lines,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var line in lines.WithCancellation(cancellation))
            yield return new()
            {
                ["牌"] = line.Card.Colour == CardColour.Red ? "红牌" : "黄牌",
                ["时间"] = Texts.Instant(line.Card.At),
                ["责任单位"] = line.Card.Unit,
                ["责任人"] = line.PersonName,
                ["时限"] = line.Card.ClockName,
                ["应于"] = Texts.Instant(line.Card.DueAt),
                ["事项编号"] = line.CaseNumber,
                ["事项"] = line.CaseTitle,
            };
    }
}
