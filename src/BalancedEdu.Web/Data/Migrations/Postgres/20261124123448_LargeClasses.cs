using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Postgres
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
                    case_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    school_code = table.Column<string>(type: "text", nullable: false),
                    school_year = table.Column<int>(type: "integer", nullable: false),
                    plan_cap = table.Column<int>(type: "integer", nullable: true),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lifted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
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
                    case_id = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    district_code = table.Column<string>(type: "text", nullable: false),
                    school_code = table.Column<string>(type: "text", nullable: false),
                    school_name = table.Column<string>(type: "text", nullable: false),
                    stage = table.Column<string>(type: "text", nullable: false),
                    school_year = table.Column<int>(type: "integer", nullable: false),
                    term = table.Column<int>(type: "integer", nullable: false),
                    grade_no = table.Column<int>(type: "integer", nullable: false),
                    class_no = table.Column<int>(type: "integer", nullable: false),
                    cohort = table.Column<int>(type: "integer", nullable: false),
                    is_start_grade = table.Column<bool>(type: "boolean", nullable: false),
                    enrolled = table.Column<int>(type: "integer", nullable: false),
                    latest_enrolled = table.Column<int>(type: "integer", nullable: false),
                    std_size = table.Column<int>(type: "integer", nullable: false),
                    over_count = table.Column<int>(type: "integer", nullable: false),
                    severity = table.Column<int>(type: "integer", nullable: false),
                    found_by = table.Column<string>(type: "text", nullable: false),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    import_id = table.Column<long>(type: "bigint", nullable: true),
                    cause = table.Column<string>(type: "text", nullable: false),
                    measures = table.Column<string>(type: "text", nullable: false),
                    target_size = table.Column<int>(type: "integer", nullable: true),
                    target_date = table.Column<string>(type: "text", nullable: true),
                    step = table.Column<int>(type: "integer", nullable: false),
                    plan_approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    self_check_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    verified_by = table.Column<string>(type: "text", nullable: false),
                    verified_size = table.Column<int>(type: "integer", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    rework_count = table.Column<int>(type: "integer", nullable: false),
                    restriction = table.Column<string>(type: "text", nullable: false),
                    recheck_on = table.Column<string>(type: "text", nullable: true),
                    parent_ticket = table.Column<string>(type: "text", nullable: true)
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
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    file_hash = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: true),
                    size_bytes = table.Column<long>(type: "bigint", nullable: false),
                    uploaded_by = table.Column<string>(type: "text", nullable: false),
                    uploaded_by_name = table.Column<string>(type: "text", nullable: false),
                    uploaded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    school_year = table.Column<int>(type: "integer", nullable: false),
                    term = table.Column<int>(type: "integer", nullable: false),
                    mapping = table.Column<string>(type: "text", nullable: false),
                    districts = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<int>(type: "integer", nullable: false),
                    classes = table.Column<int>(type: "integer", nullable: false),
                    pupils = table.Column<int>(type: "integer", nullable: false),
                    refused_count = table.Column<int>(type: "integer", nullable: false),
                    above_standard = table.Column<int>(type: "integer", nullable: false),
                    handled = table.Column<int>(type: "integer", nullable: false),
                    opened = table.Column<int>(type: "integer", nullable: false),
                    merged = table.Column<int>(type: "integer", nullable: false),
                    error = table.Column<string>(type: "text", nullable: true),
                    leased_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_roster_imports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "roster_snapshots",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    import_id = table.Column<long>(type: "bigint", nullable: false),
                    school_year = table.Column<int>(type: "integer", nullable: false),
                    term = table.Column<int>(type: "integer", nullable: false),
                    taken_on = table.Column<DateOnly>(type: "date", nullable: false)
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
                    snapshot_id = table.Column<long>(type: "bigint", nullable: false),
                    school_code = table.Column<string>(type: "text", nullable: false),
                    grade_no = table.Column<int>(type: "integer", nullable: false),
                    class_no = table.Column<int>(type: "integer", nullable: false),
                    enrolled = table.Column<int>(type: "integer", nullable: false),
                    boarders = table.Column<int>(type: "integer", nullable: false),
                    inclusive_pupils = table.Column<int>(type: "integer", nullable: false)
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
