using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Sqlite
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
                    day = table.Column<string>(type: "TEXT", nullable: false),
                    after = table.Column<string>(type: "TEXT", nullable: false),
                    done_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_digest_days", x => x.day);
                });

            migrationBuilder.CreateTable(
                name: "notification_choices",
                columns: table => new
                {
                    user_name = table.Column<string>(type: "TEXT", nullable: false),
                    @event = table.Column<int>(name: "event", type: "INTEGER", nullable: false),
                    mode = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notification_choices", x => new { x.user_name, x.@event });
                });

            migrationBuilder.CreateTable(
                name: "notifications",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    user_name = table.Column<string>(type: "TEXT", nullable: false),
                    @event = table.Column<int>(name: "event", type: "INTEGER", nullable: false),
                    case_id = table.Column<long>(type: "INTEGER", nullable: true),
                    task_id = table.Column<long>(type: "INTEGER", nullable: true),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    link = table.Column<string>(type: "TEXT", nullable: true),
                    in_digest = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    read_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox_webhooks",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    target_id = table.Column<long>(type: "INTEGER", nullable: false),
                    case_id = table.Column<long>(type: "INTEGER", nullable: true),
                    task_id = table.Column<long>(type: "INTEGER", nullable: true),
                    @event = table.Column<int>(name: "event", type: "INTEGER", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    urgent = table.Column<bool>(type: "INTEGER", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    next_attempt_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_error = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    sent_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_webhooks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "undeliverable_addresses",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    address = table.Column<string>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    mail_id = table.Column<long>(type: "INTEGER", nullable: true),
                    bounce_id = table.Column<string>(type: "TEXT", nullable: false),
                    times = table.Column<int>(type: "INTEGER", nullable: false),
                    last_at = table.Column<long>(type: "INTEGER", nullable: false),
                    cleared_at = table.Column<long>(type: "INTEGER", nullable: true),
                    cleared_by = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_undeliverable_addresses", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "webhook_targets",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    host = table.Column<string>(type: "TEXT", nullable: false),
                    protected_url = table.Column<string>(type: "TEXT", nullable: false),
                    protected_secret = table.Column<string>(type: "TEXT", nullable: true),
                    events = table.Column<string>(type: "TEXT", nullable: false),
                    enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    revision = table.Column<int>(type: "INTEGER", nullable: false),
                    changed_by = table.Column<string>(type: "TEXT", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false)
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
