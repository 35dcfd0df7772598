using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Correspondence : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "call_row_id",
                table: "cases",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "parent_case_id",
                table: "cases",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "bundle_bindings",
                columns: table => new
                {
                    bundle_version_id = table.Column<long>(type: "bigint", nullable: false),
                    process_id = table.Column<string>(type: "text", nullable: false),
                    called_version_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bundle_bindings", x => new { x.bundle_version_id, x.process_id });
                    table.ForeignKey(
                        name: "fk_bundle_bindings_bundle_versions_bundle_version_id",
                        column: x => x.bundle_version_id,
                        principalTable: "bundle_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "calls",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    case_id = table.Column<long>(type: "bigint", nullable: false),
                    call_id = table.Column<long>(type: "bigint", nullable: false),
                    element_id = table.Column<string>(type: "text", nullable: false),
                    process_id = table.Column<string>(type: "text", nullable: false),
                    latest = table.Column<bool>(type: "boolean", nullable: false),
                    variables = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    child_case_id = table.Column<long>(type: "bigint", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calls", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox_messages",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    sender_case_id = table.Column<long>(type: "bigint", nullable: true),
                    sender_order = table.Column<long>(type: "bigint", nullable: false),
                    element_id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    correlation_key = table.Column<string>(type: "text", nullable: false),
                    payload = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    buffered = table.Column<bool>(type: "boolean", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reached_case_id = table.Column<long>(type: "bigint", nullable: false),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox_notices",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    case_id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    call_row_id = table.Column<long>(type: "bigint", nullable: false),
                    call_id = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    variables = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_notices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "process_starts",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    process_id = table.Column<string>(type: "text", nullable: false),
                    bundle_version_id = table.Column<long>(type: "bigint", nullable: false),
                    element_id = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    keyed = table.Column<bool>(type: "boolean", nullable: false),
                    first_due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    repetitions = table.Column<int>(type: "integer", nullable: false),
                    interval = table.Column<string>(type: "text", nullable: true),
                    fired = table.Column<int>(type: "integer", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    leased_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_error = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_process_starts", x => x.id);
                    table.ForeignKey(
                        name: "fk_process_starts_bundle_versions_bundle_version_id",
                        column: x => x.bundle_version_id,
                        principalTable: "bundle_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "subscriptions",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    case_id = table.Column<long>(type: "bigint", nullable: false),
                    subscription_id = table.Column<long>(type: "bigint", nullable: false),
                    element_id = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subscriptions", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_cases_parent_case_id_id",
                table: "cases",
                columns: new[] { "parent_case_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_calls_case_id_call_id",
                table: "calls",
                columns: new[] { "case_id", "call_id" });

            migrationBuilder.CreateIndex(
                name: "ix_calls_status_next_attempt_at_id",
                table: "calls",
                columns: new[] { "status", "next_attempt_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_key",
                table: "outbox_messages",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_status_name_correlation_key",
                table: "outbox_messages",
                columns: new[] { "status", "name", "correlation_key" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_status_next_attempt_at_id",
                table: "outbox_messages",
                columns: new[] { "status", "next_attempt_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_status_sender_case_id_sender_order",
                table: "outbox_messages",
                columns: new[] { "status", "sender_case_id", "sender_order" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_notices_case_id_key",
                table: "outbox_notices",
                columns: new[] { "case_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_notices_case_id_status_id",
                table: "outbox_notices",
                columns: new[] { "case_id", "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_notices_status_next_attempt_at_id",
                table: "outbox_notices",
                columns: new[] { "status", "next_attempt_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_process_starts_bundle_version_id",
                table: "process_starts",
                column: "bundle_version_id");

            migrationBuilder.CreateIndex(
                name: "ix_process_starts_due_at",
                table: "process_starts",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "ix_process_starts_kind_name",
                table: "process_starts",
                columns: new[] { "kind", "name" });

            migrationBuilder.CreateIndex(
                name: "ix_process_starts_process_id",
                table: "process_starts",
                column: "process_id");

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_case_id_subscription_id",
                table: "subscriptions",
                columns: new[] { "case_id", "subscription_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_kind_name_key_case_id",
                table: "subscriptions",
                columns: new[] { "kind", "name", "key", "case_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "bundle_bindings");

            migrationBuilder.DropTable(
                name: "calls");

            migrationBuilder.DropTable(
                name: "outbox_messages");

            migrationBuilder.DropTable(
                name: "outbox_notices");

            migrationBuilder.DropTable(
                name: "process_starts");

            migrationBuilder.DropTable(
                name: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_cases_parent_case_id_id",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "call_row_id",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "parent_case_id",
                table: "cases");
        }
    }
}
