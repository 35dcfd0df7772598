using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class IncidentDetails : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<long>(
                name: "case_id",
                table: "incidents",
                type: "INTEGER",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "INTEGER");

            migrationBuilder.AddColumn<string>(
                name: "detail",
                table: "incidents",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "key",
                table: "incidents",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "source_id",
                table: "incidents",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "times",
                table: "incidents",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.CreateIndex(
                name: "ix_incidents_key",
                table: "incidents",
                column: "key",
                unique: true);

            // Tasks that nobody could do before this version become visible too.
            migrationBuilder.Sql(
                """
                INSERT INTO incidents (case_id, element_instance_id, element_id, code, message, raised_at, key, source_id)
                SELECT case_id, 0, element_id, 'task.unassignable', '“' || name || '”没有人可以办理。请指派一人，或先补上岗位。',
                    created_at, 'task:' || id, id
                FROM tasks WHERE status = 0 AND unassignable = 1
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_incidents_key",
                table: "incidents");

            migrationBuilder.DropColumn(
                name: "detail",
                table: "incidents");

            migrationBuilder.DropColumn(
                name: "key",
                table: "incidents");

            migrationBuilder.DropColumn(
                name: "source_id",
                table: "incidents");

            migrationBuilder.DropColumn(
                name: "times",
                table: "incidents");

            migrationBuilder.AlterColumn<long>(
                name: "case_id",
                table: "incidents",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "INTEGER",
                oldNullable: true);
        }
    }
}
