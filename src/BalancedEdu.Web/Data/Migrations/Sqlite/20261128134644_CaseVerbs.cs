using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class CaseVerbs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "on_behalf_of",
                table: "tasks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "opened_at",
                table: "tasks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "urged_at",
                table: "tasks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "suspended_at",
                table: "cases",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "case_copies",
                columns: table => new
                {
                    case_id = table.Column<long>(type: "INTEGER", nullable: false),
                    user_name = table.Column<string>(type: "TEXT", nullable: false),
                    sent_by = table.Column<string>(type: "TEXT", nullable: false),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: false),
                    note = table.Column<string>(type: "TEXT", nullable: false),
                    read_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_copies", x => new { x.case_id, x.user_name });
                });

            migrationBuilder.CreateTable(
                name: "case_follows",
                columns: table => new
                {
                    case_id = table.Column<long>(type: "INTEGER", nullable: false),
                    user_name = table.Column<string>(type: "TEXT", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_follows", x => new { x.case_id, x.user_name });
                });

            migrationBuilder.CreateTable(
                name: "delegations",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    principal = table.Column<string>(type: "TEXT", nullable: false),
                    @delegate = table.Column<string>(name: "delegate", type: "TEXT", nullable: false),
                    from_at = table.Column<long>(type: "INTEGER", nullable: false),
                    to_at = table.Column<long>(type: "INTEGER", nullable: false),
                    process_ids = table.Column<string>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    created_by = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_by = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delegations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "task_urges",
                columns: table => new
                {
                    task_id = table.Column<long>(type: "INTEGER", nullable: false),
                    user_name = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_task_urges", x => new { x.task_id, x.user_name });
                });

            migrationBuilder.CreateTable(
                name: "withdrawal_answers",
                columns: table => new
                {
                    request_id = table.Column<long>(type: "INTEGER", nullable: false),
                    task_id = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_withdrawal_answers", x => new { x.request_id, x.task_id });
                });

            migrationBuilder.CreateTable(
                name: "withdrawal_requests",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    case_id = table.Column<long>(type: "INTEGER", nullable: false),
                    requested_by = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    requested_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    answer = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_withdrawal_requests", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_case_copies_user_name_sent_at_case_id",
                table: "case_copies",
                columns: new[] { "user_name", "sent_at", "case_id" },
                filter: "read_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_case_follows_user_name_since_case_id",
                table: "case_follows",
                columns: new[] { "user_name", "since", "case_id" });

            migrationBuilder.CreateIndex(
                name: "ix_delegations_delegate",
                table: "delegations",
                column: "delegate");

            migrationBuilder.CreateIndex(
                name: "ix_delegations_principal",
                table: "delegations",
                column: "principal");

            migrationBuilder.CreateIndex(
                name: "ix_withdrawal_requests_case_id_id",
                table: "withdrawal_requests",
                columns: new[] { "case_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_withdrawal_requests_open",
                table: "withdrawal_requests",
                column: "case_id",
                unique: true,
                filter: "status = 0");

            // Who acts for whom is kept in memory with the staff, and told by the same stamp.
            migrationBuilder.Sql(
                """
                CREATE TRIGGER staff_delegations_inserted AFTER INSERT ON "delegations" BEGIN
                    UPDATE number_series SET next = next + 1 WHERE key = '#organisation';
                END;
                CREATE TRIGGER staff_delegations_deleted AFTER DELETE ON "delegations" BEGIN
                    UPDATE number_series SET next = next + 1 WHERE key = '#organisation';
                END;
                CREATE TRIGGER staff_delegations_changed AFTER UPDATE ON "delegations" BEGIN
                    UPDATE number_series SET next = next + 1 WHERE key = '#organisation';
                END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_copies");

            migrationBuilder.DropTable(
                name: "case_follows");

            migrationBuilder.DropTable(
                name: "delegations");

            migrationBuilder.DropTable(
                name: "task_urges");

            migrationBuilder.DropTable(
                name: "withdrawal_answers");

            migrationBuilder.DropTable(
                name: "withdrawal_requests");

            migrationBuilder.DropColumn(
                name: "on_behalf_of",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "opened_at",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "urged_at",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "suspended_at",
                table: "cases");
        }
    }
}
