namespace BalancedEdu.Web.Data.Organisation;

/// <summary>A ready sentence (常用意见) of one person.</summary>
public sealed class OpinionPhrase
{
    /// <summary>The row.</summary>
    public long Id { get; set; }

    /// <summary>Whose it is.</summary>
    public required string UserName { get; set; }

    /// <summary>The sentence.</summary>
    public required string Text { get; set; }

    /// <summary>Its place in the person's list, from 1; gaps don't matter.</summary>
    public int Place { get; set; }
}
