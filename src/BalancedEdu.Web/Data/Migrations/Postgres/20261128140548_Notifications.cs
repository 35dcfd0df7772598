using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Notifications : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "digest_days",
                columns: table => new
                {
                    day = table.Column<string>(type: "text", nullable: false),
                    after = table.Column<string>(type: "text", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_digest_days", x => x.day);
                });

            migrationBuilder.CreateTable(
                name: "notification_choices",
                columns: table => new
                {
                    user_name = table.Column<string>(type: "text", nullable: false),
                    @event = table.Column<int>(name: "event", type: "integer", nullable: false),
                    mode = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notification_choices", x => new { x.user_name, x.@event });
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_name = table.Column<string>(type: "text", nullable: false),
                    @event = table.Column<int>(name: "event", type: "integer", nullable: false),
                    case_id = table.Column<long>(type: "bigint", nullable: true),
                    task_id = table.Column<long>(type: "bigint", nullable: true),
                    text = table.Column<string>(type: "text", nullable: false),
                    link = table.Column<string>(type: "text", nullable: true),
                    in_digest = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox_webhooks",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    target_id = table.Column<long>(type: "bigint", nullable: false),
                    case_id = table.Column<long>(type: "bigint", nullable: true),
                    task_id = table.Column<long>(type: "bigint", nullable: true),
                    @event = table.Column<int>(name: "event", type: "integer", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    urgent = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_webhooks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "undeliverable_addresses",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    address = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    mail_id = table.Column<long>(type: "bigint", nullable: true),
                    bounce_id = table.Column<string>(type: "text", nullable: false),
                    times = table.Column<int>(type: "integer", nullable: false),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    cleared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cleared_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_undeliverable_addresses", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_targets",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    host = table.Column<string>(type: "text", nullable: false),
                    protected_url = table.Column<string>(type: "text", nullable: false),
                    protected_secret = table.Column<string>(type: "text", nullable: true),
                    events = table.Column<string>(type: "text", nullable: false),
                    enabled = table.Column<bool>(type: "boolean", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_targets", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_notifications_digest",
                table: "notifications",
                column: "user_name",
                filter: "in_digest");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_user_name_id",
                table: "notifications",
                columns: new[] { "user_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_webhooks_case_id_id",
                table: "outbox_webhooks",
                columns: new[] { "case_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_webhooks_key",
                table: "outbox_webhooks",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_webhooks_next_attempt_at_id",
                table: "outbox_webhooks",
                columns: new[] { "next_attempt_at", "id" },
                filter: "status = 0");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_webhooks_status_id",
                table: "outbox_webhooks",
                columns: new[] { "status", "id" },
                filter: "status > 1");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_webhooks_target_id_id",
                table: "outbox_webhooks",
                columns: new[] { "target_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_undeliverable_addresses_address",
                table: "undeliverable_addresses",
                column: "address",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_webhook_targets_name",
                table: "webhook_targets",
                column: "name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "digest_days");

            migrationBuilder.DropTable(
                name: "notification_choices");

            migrationBuilder.DropTable(
                name: "notifications");

            migrationBuilder.DropTable(
                name: "outbox_webhooks");

            migrationBuilder.DropTable(
                name: "undeliverable_addresses");

            migrationBuilder.DropTable(
                name: "webhook_targets");
        }
    }
}
