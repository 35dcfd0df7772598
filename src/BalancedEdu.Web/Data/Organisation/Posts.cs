using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace BalancedEdu.Web.Data.Organisation;

/// <summary>The posts that the shipped workflows name: <c>workflows/positions.json</c>.</summary>
public static class Posts
{
    /// <summary>The file beside the program.</summary>
    public static string DefaultFile { get; } = Path.Combine(AppContext.BaseDirectory, "workflows", "positions.json");

    /// <summary>Reads the list.</summary>
    /// <exception cref="InvalidDataException">The file is empty or names a post twice.</exception>
    public static async Task<IReadOnlyList<Position>> ReadAsync(string file, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(file);
        var posts = await JsonSerializer.DeserializeAsync<List<Position>>(
            stream, JsonSerializerOptions.Web, cancellation);
        if (posts is not { Count: > 0 } || posts.DistinctBy(p => p.Id).Count() != posts.Count)
            throw new InvalidDataException($"{file} is empty or names a post twice.");
        return posts;
    }

    /// <summary>Adds posts that are new and renames those that changed; none is taken away. Safe to repeat.</summary>
    public static async Task SynchroniseAsync(
        BalancedEduDb db, IReadOnlyList<Position> posts, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(posts);
        var known = await db.Positions.ToDictionaryAsync(p => p.Id, cancellation);
        foreach (var post in posts)
            if (known.TryGetValue(post.Id, out var old))
                (old.Name, old.Bureau, old.BureauName, old.Superior) =
                    (post.Name, post.Bureau, post.BureauName, post.Superior);
            else
                db.Positions.Add(post);
        await db.SaveChangesAsync(cancellation);
    }
}
