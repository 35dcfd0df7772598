using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class StaffStamp : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tasks_assignee_status_due_at_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_completed_by_ended_at_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_status_due_at_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_outbox_mails_status_next_attempt_at_id",
                table: "outbox_mails");

            migrationBuilder.DropIndex(
                name: "ix_outbox_jobs_status_next_attempt_at_id",
                table: "outbox_jobs");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_assignee_due_at_id",
                table: "tasks",
                columns: new[] { "assignee", "due_at", "id" },
                filter: "status = 0");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_completed_by_ended_at_id",
                table: "tasks",
                columns: new[] { "completed_by", "ended_at", "id" },
                filter: "completed_by IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_due_at_id",
                table: "tasks",
                columns: new[] { "due_at", "id" },
                filter: "status = 0");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_mails_next_attempt_at_id",
                table: "outbox_mails",
                columns: new[] { "next_attempt_at", "id" },
                filter: "status = 0");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_mails_status_id",
                table: "outbox_mails",
                columns: new[] { "status", "id" },
                filter: "status > 1");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_jobs_next_attempt_at_id",
                table: "outbox_jobs",
                columns: new[] { "next_attempt_at", "id" },
                filter: "status = 0");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_jobs_status_id",
                table: "outbox_jobs",
                columns: new[] { "status", "id" },
                filter: "status > 1");

            // People, posts and holdings are kept in memory by every node; this row tells it when they have changed.
            migrationBuilder.Sql("INSERT INTO number_series (key, next) VALUES ('#organisation', 1);");

            // A later migration that makes one of these tables anew must make its triggers anew.
            migrationBuilder.Sql(
                """
                CREATE TRIGGER staff_people_inserted AFTER INSERT ON "AspNetUsers" BEGIN
                    UPDATE number_series SET next = next + 1 WHERE key = '#organisation';
                END;
                CREATE TRIGGER staff_people_deleted AFTER DELETE ON "AspNetUsers" BEGIN
                    UPDATE number_series SET next = next + 1 WHERE key = '#organisation';
                END;
                CREATE TRIGGER staff_people_changed AFTER UPDATE ON "AspNetUsers"
                    WHEN (OLD.user_name, OLD.display_name, OLD.disabled)
                        IS NOT (NEW.user_name, NEW.display_name, NEW.disabled) BEGIN
                    UPDATE number_series SET next = next + 1 WHERE key = '#organisation';
                END;
                CREATE TRIGGER staff_posts_inserted AFTER INSERT ON "positions" BEGIN
                    UPDATE number_series SET next = next + 1 WHERE key = '#organisation';
                END;
                CREATE TRIGGER staff_posts_deleted AFTER DELETE ON "positions" BEGIN
                    UPDATE number_series SET next = next + 1 WHERE key = '#organisation';
                END;
                CREATE TRIGGER staff_posts_changed AFTER UPDATE ON "positions" BEGIN
                    UPDATE number_series SET next = next + 1 WHERE key = '#organisation';
                END;
                CREATE TRIGGER staff_holdings_inserted AFTER INSERT ON "position_holdings" BEGIN
                    UPDATE number_series SET next = next + 1 WHERE key = '#organisation';
                END;
                CREATE TRIGGER staff_holdings_deleted AFTER DELETE ON "position_holdings" BEGIN
                    UPDATE number_series SET next = next + 1 WHERE key = '#organisation';
                END;
                CREATE TRIGGER staff_holdings_changed AFTER UPDATE ON "position_holdings" BEGIN
                    UPDATE number_series SET next = next + 1 WHERE key = '#organisation';
                END;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER staff_people_inserted;
                DROP TRIGGER staff_people_deleted;
                DROP TRIGGER staff_people_changed;
                DROP TRIGGER staff_posts_inserted;
                DROP TRIGGER staff_posts_deleted;
                DROP TRIGGER staff_posts_changed;
                DROP TRIGGER staff_holdings_inserted;
                DROP TRIGGER staff_holdings_deleted;
                DROP TRIGGER staff_holdings_changed;
                DELETE FROM number_series WHERE key = '#organisation';
                """);

            migrationBuilder.DropIndex(
                name: "ix_tasks_assignee_due_at_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_completed_by_ended_at_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_tasks_due_at_id",
                table: "tasks");

            migrationBuilder.DropIndex(
                name: "ix_outbox_mails_next_attempt_at_id",
                table: "outbox_mails");

            migrationBuilder.DropIndex(
                name: "ix_outbox_mails_status_id",
                table: "outbox_mails");

            migrationBuilder.DropIndex(
                name: "ix_outbox_jobs_next_attempt_at_id",
                table: "outbox_jobs");

            migrationBuilder.DropIndex(
                name: "ix_outbox_jobs_status_id",
                table: "outbox_jobs");

            migrationBuilder.CreateIndex(
                name: "ix_tasks_assignee_status_due_at_id",
                table: "tasks",
                columns: new[] { "assignee", "status", "due_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_completed_by_ended_at_id",
                table: "tasks",
                columns: new[] { "completed_by", "ended_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tasks_status_due_at_id",
                table: "tasks",
                columns: new[] { "status", "due_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_mails_status_next_attempt_at_id",
                table: "outbox_mails",
                columns: new[] { "status", "next_attempt_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_jobs_status_next_attempt_at_id",
                table: "outbox_jobs",
                columns: new[] { "status", "next_attempt_at", "id" });
        }
    }
}
