using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LegalClocks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "card_at",
                table: "clocks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "warn",
                table: "clocks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "calendar_imports",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    base_id = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    file_name = table.Column<string>(type: "TEXT", nullable: false),
                    content = table.Column<string>(type: "TEXT", nullable: false),
                    years = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<string>(type: "TEXT", nullable: false),
                    earlier = table.Column<int>(type: "INTEGER", nullable: false),
                    later = table.Column<int>(type: "INTEGER", nullable: false),
                    unmoved = table.Column<int>(type: "INTEGER", nullable: false),
                    imported_by = table.Column<string>(type: "TEXT", nullable: false),
                    imported_at = table.Column<long>(type: "INTEGER", nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    reason = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendar_imports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "clock_cards",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    case_id = table.Column<long>(type: "INTEGER", nullable: false),
                    clock_row_id = table.Column<long>(type: "INTEGER", nullable: false),
                    colour = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    clock_name = table.Column<string>(type: "TEXT", nullable: false),
                    task_id = table.Column<long>(type: "INTEGER", nullable: true),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    person = table.Column<string>(type: "TEXT", nullable: true),
                    process_id = table.Column<string>(type: "TEXT", nullable: false),
                    registered_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clock_cards", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "clock_extensions",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    case_id = table.Column<long>(type: "INTEGER", nullable: false),
                    clock_row_id = table.Column<long>(type: "INTEGER", nullable: false),
                    clock_name = table.Column<string>(type: "TEXT", nullable: false),
                    added = table.Column<string>(type: "TEXT", nullable: false),
                    law = table.Column<string>(type: "TEXT", nullable: false),
                    approvers = table.Column<string>(type: "TEXT", nullable: false),
                    asked_by = table.Column<string>(type: "TEXT", nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    opinion = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clock_extensions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "supervision_orders",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    case_id = table.Column<long>(type: "INTEGER", nullable: false),
                    clock_row_id = table.Column<long>(type: "INTEGER", nullable: false),
                    task_id = table.Column<long>(type: "INTEGER", nullable: false),
                    rung_id = table.Column<long>(type: "INTEGER", nullable: false),
                    level = table.Column<string>(type: "TEXT", nullable: false),
                    task_name = table.Column<string>(type: "TEXT", nullable: false),
                    unit = table.Column<string>(type: "TEXT", nullable: false),
                    person = table.Column<string>(type: "TEXT", nullable: true),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    law = table.Column<string>(type: "TEXT", nullable: false),
                    issued_at = table.Column<long>(type: "INTEGER", nullable: false),
                    document_url = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supervision_orders", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "timeout_defaults",
                columns: table => new
                {
                    task_id = table.Column<long>(type: "INTEGER", nullable: false),
                    case_id = table.Column<long>(type: "INTEGER", nullable: false),
                    task_name = table.Column<string>(type: "TEXT", nullable: false),
                    outcome_name = table.Column<string>(type: "TEXT", nullable: false),
                    silent_unit = table.Column<string>(type: "TEXT", nullable: false),
                    silent_person = table.Column<string>(type: "TEXT", nullable: true),
                    law = table.Column<string>(type: "TEXT", nullable: false),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: false),
                    opinion_until = table.Column<long>(type: "INTEGER", nullable: false),
                    opinion_law = table.Column<string>(type: "TEXT", nullable: false),
                    opinion_by = table.Column<string>(type: "TEXT", nullable: true),
                    opinion_at = table.Column<long>(type: "INTEGER", nullable: true),
                    opinion = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_timeout_defaults", x => x.task_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_clocks_card_at_id",
                table: "clocks",
                columns: new[] { "card_at", "id" },
                filter: "card_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_calendar_imports_base_id",
                table: "calendar_imports",
                column: "base_id",
                unique: true,
                filter: "status = 1");

            migrationBuilder.CreateIndex(
                name: "ix_clock_cards_at_id",
                table: "clock_cards",
                columns: new[] { "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_clock_cards_case_id",
                table: "clock_cards",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_clock_cards_clock_row_id_colour",
                table: "clock_cards",
                columns: new[] { "clock_row_id", "colour" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_clock_extensions_asked_at_id",
                table: "clock_extensions",
                columns: new[] { "asked_at", "id" },
                filter: "status = 0");

            migrationBuilder.CreateIndex(
                name: "ix_clock_extensions_case_id",
                table: "clock_extensions",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_clock_extensions_clock_row_id",
                table: "clock_extensions",
                column: "clock_row_id",
                unique: true,
                filter: "status < 2");

            migrationBuilder.CreateIndex(
                name: "ix_supervision_orders_case_id",
                table: "supervision_orders",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_supervision_orders_rung_id",
                table: "supervision_orders",
                column: "rung_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_timeout_defaults_case_id",
                table: "timeout_defaults",
                column: "case_id");

            // Clocks that run already come by their cards, too: the sweep looks at each of them once.
            migrationBuilder.Sql("UPDATE clocks SET card_at = due_at WHERE ended_at IS NULL AND NOT paused");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "calendar_imports");

            migrationBuilder.DropTable(
                name: "clock_cards");

            migrationBuilder.DropTable(
                name: "clock_extensions");

            migrationBuilder.DropTable(
                name: "supervision_orders");

            migrationBuilder.DropTable(
                name: "timeout_defaults");

            migrationBuilder.DropIndex(
                name: "ix_clocks_card_at_id",
                table: "clocks");

            migrationBuilder.DropColumn(
                name: "card_at",
                table: "clocks");

            migrationBuilder.DropColumn(
                name: "warn",
                table: "clocks");
        }
    }
}
