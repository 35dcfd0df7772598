using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class HistoryByYear : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_notifications_user_name_id",
                table: "notifications");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_user_name_read_at_id",
                table: "notifications",
                columns: new[] { "user_name", "read_at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_notifications_user_name_read_at_id",
                table: "notifications");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_user_name_id",
                table: "notifications",
                columns: new[] { "user_name", "id" });
        }
    }
}
