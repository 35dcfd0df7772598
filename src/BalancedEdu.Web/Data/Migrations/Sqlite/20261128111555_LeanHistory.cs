using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LeanHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_case_events_cases_case_id",
                table: "case_events");

            migrationBuilder.DropIndex(
                name: "ix_tasks_due_at_id",
                table: "tasks");

            migrationBuilder.AddColumn<byte[]>(
                name: "moves",
                table: "case_events",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_tasks_due_at_id",
                table: "tasks",
                columns: new[] { "due_at", "id" },
                filter: "status = 0 AND assignee IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tasks_due_at_id",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "moves",
                table: "case_events");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_due_at_id",
                table: "tasks",
                columns: new[] { "due_at", "id" },
                filter: "status = 0");

            migrationBuilder.AddForeignKey(
                name: "fk_case_events_cases_case_id",
                table: "case_events",
                column: "case_id",
                principalTable: "cases",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }
    }
}
