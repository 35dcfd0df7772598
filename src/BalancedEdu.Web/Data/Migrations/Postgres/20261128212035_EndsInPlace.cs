using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class EndsInPlace : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Room on the page for the row of a task when it is decided: else it is locked, and written elsewhere.
            migrationBuilder.Sql("ALTER TABLE tasks SET (fillfactor = 70);");

            // Last, and not for long: nobody reads cases while it waits for its lock.
            migrationBuilder.Sql("SET LOCAL lock_timeout = '5s';");
            migrationBuilder.DropIndex(
                name: "ix_cases_ended_at_id",
                table: "cases");
            migrationBuilder.Sql("SET LOCAL lock_timeout TO DEFAULT;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE tasks RESET (fillfactor);");

            migrationBuilder.CreateIndex(
                name: "ix_cases_ended_at_id",
                table: "cases",
                columns: new[] { "ended_at", "id" },
                filter: "ended_at IS NOT NULL");
        }
    }
}
