using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Postgres
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
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "person_id",
                table: "AspNetUsers",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "assignment_turns",
                columns: table => new
                {
                    key = table.Column<string>(type: "text", nullable: false),
                    turns = table.Column<long>(type: "bigint", nullable: false),
                    last = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assignment_turns", x => x.key);
                });

            // Which accounts are one person decides who gets work, too: the nodes read the staff again.
            migrationBuilder.Sql(
                """
                DROP TRIGGER staff_people_changed ON "AspNetUsers";
                CREATE TRIGGER staff_people_changed AFTER UPDATE ON "AspNetUsers" FOR EACH ROW
                    WHEN ((OLD.user_name, OLD.display_name, OLD.disabled, OLD.person_id)
                        IS DISTINCT FROM (NEW.user_name, NEW.display_name, NEW.disabled, NEW.person_id))
                    EXECUTE FUNCTION raise_staff_stamp();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER staff_people_changed ON "AspNetUsers";
                CREATE TRIGGER staff_people_changed AFTER UPDATE ON "AspNetUsers" FOR EACH ROW
                    WHEN ((OLD.user_name, OLD.display_name, OLD.disabled)
                        IS DISTINCT FROM (NEW.user_name, NEW.display_name, NEW.disabled))
                    EXECUTE FUNCTION raise_staff_stamp();
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
