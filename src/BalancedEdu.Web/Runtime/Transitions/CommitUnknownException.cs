using Npgsql;

namespace BalancedEdu.Web.Runtime.Transitions;

/// <summary>
/// A commit was sent and no answer came: the connection broke, the time was out, or the server ended. It may be carried
/// out or not. What is recognised by its key is simply carried out again; a person must look.
/// </summary>
internal sealed class CommitUnknownException(Exception cause)
    : Exception("The database did not answer: it is not known whether the step is committed.", cause)
{
    /// <summary>Commits; an error that the database answers is no such case, it has taken all back then.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> commit)
    {
        try
        {
            return await commit();
        }
        catch (NpgsqlException e) when (e is not PostgresException { InvariantSeverity: "ERROR" })
        {
            throw new CommitUnknownException(e);
        }
    }
}
