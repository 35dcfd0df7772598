using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Assignment : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "superior",
                table: "positions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "person_id",
                table: "AspNetUsers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "assignment_turns",
                columns: table => new
                {
                    key = table.Column<string>(type: "TEXT", nullable: false),
                    turns = table.Column<long>(type: "INTEGER", nullable: false),
                    last = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assignment_turns", x => x.key);
                });

            // Which accounts are one person decides who gets work, too: the nodes read the staff again.
            migrationBuilder.Sql(
                """
                DROP TRIGGER staff_people_changed;
                CREATE TRIGGER staff_people_changed AFTER UPDATE ON "AspNetUsers"
                    WHEN (OLD.user_name, OLD.display_name, OLD.disabled, OLD.person_id)
                        IS NOT (NEW.user_name, NEW.display_name, NEW.disabled, NEW.person_id) BEGIN
                    UPDATE number_series SET next = next + 1 WHERE key = '#organisation';
                END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER staff_people_changed;
                CREATE TRIGGER staff_people_changed AFTER UPDATE ON "AspNetUsers"
                    WHEN (OLD.user_name, OLD.display_name, OLD.disabled)
                        IS NOT (NEW.user_name, NEW.display_name, NEW.disabled) BEGIN
                    UPDATE number_series SET next = next + 1 WHERE key = '#organisation';
                END;
                """);

            migrationBuilder.DropTable(
                name: "assignment_turns");

            migrationBuilder.DropColumn(
                name: "superior",
                table: "positions");

            migrationBuilder.DropColumn(
                name: "person_id",
                table: "AspNetUsers");
        }
    }
}
