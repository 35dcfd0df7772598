using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class DayOffApproval : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "approved_at",
                table: "organisation_days_off",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "approved_by",
                table: "organisation_days_off",
                type: "text",
                nullable: true);

            // What held before goes on holding: whoever added it decided then.
            migrationBuilder.Sql(
                "UPDATE organisation_days_off SET approved_by = added_by, approved_at = added_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "approved_at",
                table: "organisation_days_off");

            migrationBuilder.DropColumn(
                name: "approved_by",
                table: "organisation_days_off");
        }
    }
}
