using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Postgres
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
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "opened_at",
                table: "tasks",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "urged_at",
                table: "tasks",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "suspended_at",
                table: "cases",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "case_copies",
                columns: table => new
                {
                    case_id = table.Column<long>(type: "bigint", nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: false),
                    sent_by = table.Column<string>(type: "text", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_copies", x => new { x.case_id, x.user_name });
                });

            migrationBuilder.CreateTable(
                name: "case_follows",
                columns: table => new
                {
                    case_id = table.Column<long>(type: "bigint", nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_follows", x => new { x.case_id, x.user_name });
                });

            migrationBuilder.CreateTable(
                name: "delegations",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    principal = table.Column<string>(type: "text", nullable: false),
                    @delegate = table.Column<string>(name: "delegate", type: "text", nullable: false),
                    from_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    to_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    process_ids = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delegations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "task_urges",
                columns: table => new
                {
                    task_id = table.Column<long>(type: "bigint", nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_task_urges", x => new { x.task_id, x.user_name });
                });

            migrationBuilder.CreateTable(
                name: "withdrawal_answers",
                columns: table => new
                {
                    request_id = table.Column<long>(type: "bigint", nullable: false),
                    task_id = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_withdrawal_answers", x => new { x.request_id, x.task_id });
                });

            migrationBuilder.CreateTable(
                name: "withdrawal_requests",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    case_id = table.Column<long>(type: "bigint", nullable: false),
                    requested_by = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    answer = table.Column<string>(type: "text", nullable: true)
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
                CREATE TRIGGER staff_delegations AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON delegations
                    FOR EACH STATEMENT EXECUTE FUNCTION raise_staff_stamp();
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
