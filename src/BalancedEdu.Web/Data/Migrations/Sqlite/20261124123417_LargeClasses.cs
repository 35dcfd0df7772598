using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class LargeClasses : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "enrolment_restrictions",
                columns: table => new
                {
                    case_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    school_code = table.Column<string>(type: "TEXT", nullable: false),
                    school_year = table.Column<int>(type: "INTEGER", nullable: false),
                    plan_cap = table.Column<int>(type: "INTEGER", nullable: true),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    lifted_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolment_restrictions", x => new { x.case_id, x.kind });
                    table.ForeignKey(
                        name: "fk_enrolment_restrictions_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "large_class_tickets",
                columns: table => new
                {
                    case_id = table.Column<long>(type: "INTEGER", nullable: false),
                    number = table.Column<string>(type: "TEXT", nullable: false),
                    district_code = table.Column<string>(type: "TEXT", nullable: false),
                    school_code = table.Column<string>(type: "TEXT", nullable: false),
                    school_name = table.Column<string>(type: "TEXT", nullable: false),
                    stage = table.Column<string>(type: "TEXT", nullable: false),
                    school_year = table.Column<int>(type: "INTEGER", nullable: false),
                    term = table.Column<int>(type: "INTEGER", nullable: false),
                    grade_no = table.Column<int>(type: "INTEGER", nullable: false),
                    class_no = table.Column<int>(type: "INTEGER", nullable: false),
                    cohort = table.Column<int>(type: "INTEGER", nullable: false),
                    is_start_grade = table.Column<bool>(type: "INTEGER", nullable: false),
                    enrolled = table.Column<int>(type: "INTEGER", nullable: false),
                    latest_enrolled = table.Column<int>(type: "INTEGER", nullable: false),
                    std_size = table.Column<int>(type: "INTEGER", nullable: false),
                    over_count = table.Column<int>(type: "INTEGER", nullable: false),
                    severity = table.Column<int>(type: "INTEGER", nullable: false),
                    found_by = table.Column<string>(type: "TEXT", nullable: false),
                    found_at = table.Column<long>(type: "INTEGER", nullable: false),
                    import_id = table.Column<long>(type: "INTEGER", nullable: true),
                    cause = table.Column<string>(type: "TEXT", nullable: false),
                    measures = table.Column<string>(type: "TEXT", nullable: false),
                    target_size = table.Column<int>(type: "INTEGER", nullable: true),
                    target_date = table.Column<string>(type: "TEXT", nullable: true),
                    step = table.Column<int>(type: "INTEGER", nullable: false),
                    plan_approved_at = table.Column<long>(type: "INTEGER", nullable: true),
                    self_check_at = table.Column<long>(type: "INTEGER", nullable: true),
                    verified_by = table.Column<string>(type: "TEXT", nullable: false),
                    verified_size = table.Column<int>(type: "INTEGER", nullable: true),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    rework_count = table.Column<int>(type: "INTEGER", nullable: false),
                    restriction = table.Column<string>(type: "TEXT", nullable: false),
                    recheck_on = table.Column<string>(type: "TEXT", nullable: true),
                    parent_ticket = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_large_class_tickets", x => x.case_id);
                    table.ForeignKey(
                        name: "fk_large_class_tickets_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "roster_imports",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    file_name = table.Column<string>(type: "TEXT", nullable: false),
                    file_hash = table.Column<string>(type: "TEXT", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", nullable: true),
                    size_bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    uploaded_by = table.Column<string>(type: "TEXT", nullable: false),
                    uploaded_by_name = table.Column<string>(type: "TEXT", nullable: false),
                    uploaded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    school_year = table.Column<int>(type: "INTEGER", nullable: false),
                    term = table.Column<int>(type: "INTEGER", nullable: false),
                    mapping = table.Column<string>(type: "TEXT", nullable: false),
                    districts = table.Column<string>(type: "TEXT", nullable: true),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    classes = table.Column<int>(type: "INTEGER", nullable: false),
                    pupils = table.Column<int>(type: "INTEGER", nullable: false),
                    refused_count = table.Column<int>(type: "INTEGER", nullable: false),
                    above_standard = table.Column<int>(type: "INTEGER", nullable: false),
                    handled = table.Column<int>(type: "INTEGER", nullable: false),
                    opened = table.Column<int>(type: "INTEGER", nullable: false),
                    merged = table.Column<int>(type: "INTEGER", nullable: false),
                    error = table.Column<string>(type: "TEXT", nullable: true),
                    leased_until = table.Column<long>(type: "INTEGER", nullable: true),
                    confirmed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_roster_imports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "roster_snapshots",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    import_id = table.Column<long>(type: "INTEGER", nullable: false),
                    school_year = table.Column<int>(type: "INTEGER", nullable: false),
                    term = table.Column<int>(type: "INTEGER", nullable: false),
                    taken_on = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_roster_snapshots", x => x.id);
                    table.ForeignKey(
                        name: "fk_roster_snapshots_roster_imports_import_id",
                        column: x => x.import_id,
                        principalTable: "roster_imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "roster_class_sizes",
                columns: table => new
                {
                    snapshot_id = table.Column<long>(type: "INTEGER", nullable: false),
                    school_code = table.Column<string>(type: "TEXT", nullable: false),
                    grade_no = table.Column<int>(type: "INTEGER", nullable: false),
                    class_no = table.Column<int>(type: "INTEGER", nullable: false),
                    enrolled = table.Column<int>(type: "INTEGER", nullable: false),
                    boarders = table.Column<int>(type: "INTEGER", nullable: false),
                    inclusive_pupils = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_roster_class_sizes", x => new { x.snapshot_id, x.school_code, x.grade_no, x.class_no });
                    table.ForeignKey(
                        name: "fk_roster_class_sizes_roster_snapshots_snapshot_id",
                        column: x => x.snapshot_id,
                        principalTable: "roster_snapshots",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_restrictions_school_code_school_year_lifted_at",
                table: "enrolment_restrictions",
                columns: new[] { "school_code", "school_year", "lifted_at" });

            migrationBuilder.CreateIndex(
                name: "ix_large_class_tickets_school_code_cohort_class_no",
                table: "large_class_tickets",
                columns: new[] { "school_code", "cohort", "class_no" });

            migrationBuilder.CreateIndex(
                name: "ix_large_class_tickets_school_year_severity_over_count_case_id",
                table: "large_class_tickets",
                columns: new[] { "school_year", "severity", "over_count", "case_id" });

            migrationBuilder.CreateIndex(
                name: "ix_roster_class_sizes_school_code_snapshot_id",
                table: "roster_class_sizes",
                columns: new[] { "school_code", "snapshot_id" });

            migrationBuilder.CreateIndex(
                name: "ix_roster_imports_file_hash",
                table: "roster_imports",
                column: "file_hash");

            migrationBuilder.CreateIndex(
                name: "ix_roster_imports_state_id",
                table: "roster_imports",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_roster_snapshots_import_id",
                table: "roster_snapshots",
                column: "import_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "enrolment_restrictions");

            migrationBuilder.DropTable(
                name: "large_class_tickets");

            migrationBuilder.DropTable(
                name: "roster_class_sizes");

            migrationBuilder.DropTable(
                name: "roster_snapshots");

            migrationBuilder.DropTable(
                name: "roster_imports");
        }
    }
}
