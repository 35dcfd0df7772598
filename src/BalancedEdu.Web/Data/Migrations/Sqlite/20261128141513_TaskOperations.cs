using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TaskOperations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "added_by",
                table: "tasks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "back_to",
                table: "tasks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "owner",
                table: "tasks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "signer_place",
                table: "tasks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "void_reason",
                table: "tasks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "opinion_phrases",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    user_name = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    place = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_opinion_phrases", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "task_holders",
                columns: table => new
                {
                    task_id = table.Column<long>(type: "INTEGER", nullable: false),
                    user_name = table.Column<string>(type: "TEXT", nullable: false),
                    case_id = table.Column<long>(type: "INTEGER", nullable: false),
                    answered = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_task_holders", x => new { x.task_id, x.user_name });
                });

            migrationBuilder.CreateIndex(
                name: "ix_opinion_phrases_user_name_place_id",
                table: "opinion_phrases",
                columns: new[] { "user_name", "place", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_task_holders_case_id_user_name",
                table: "task_holders",
                columns: new[] { "case_id", "user_name" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "opinion_phrases");

            migrationBuilder.DropTable(
                name: "task_holders");

            migrationBuilder.DropColumn(
                name: "added_by",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "back_to",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "owner",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "signer_place",
                table: "tasks");

            migrationBuilder.DropColumn(
                name: "void_reason",
                table: "tasks");
        }
    }
}
