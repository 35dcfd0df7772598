using BalancedEdu.Web.Data;
using BalancedEdu.Web.Data.Organisation;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Runtime.Reading;

/// <summary>Finds colleagues by what one knows of them.</summary>
public static class Colleagues
{
    /// <summary>No search text is longer.</summary>
    public const int SearchLengthMax = 30;

    private const int WordsMax = 4;

    /// <summary>
    /// Those whose name, account, unit or post holds each word of the text; all of them without a text.
    /// </summary>
    public static IQueryable<AppUser> Matching(BalancedEduDb db, IQueryable<AppUser> people, string? search)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(people);
        foreach (var word in (search ?? "").Split([' ', '　'], StringSplitOptions.RemoveEmptyEntries).Take(WordsMax))
        {
            var like = SearchText.Contains(word.Length > SearchLengthMax ? word[..SearchLengthMax] : word);
            people = people.Where(u =>
                EF.Functions.Like(u.DisplayName, like, "\\") || EF.Functions.Like(u.UserName!, like, "\\")
                || EF.Functions.Like(u.UnitName, like, "\\") || EF.Functions.Like(u.Title, like, "\\")
                || u.Holdings.Any(h => db.Positions.Any(p => p.Id == h.PositionId
                    && (EF.Functions.Like(p.Name, like, "\\") || EF.Functions.Like(p.BureauName, like, "\\")))));
        }
        return people;
    }
}
