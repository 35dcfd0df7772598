using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Postgres
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
            migrationBuilder.Sql(
                """
                CREATE FUNCTION raise_staff_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    UPDATE number_series SET next = next + 1 WHERE key = '#organisation';
                    RETURN NULL;
                END $$;
                CREATE TRIGGER staff_people AFTER INSERT OR DELETE OR TRUNCATE ON "AspNetUsers"
                    FOR EACH STATEMENT EXECUTE FUNCTION raise_staff_stamp();
                CREATE TRIGGER staff_people_changed AFTER UPDATE ON "AspNetUsers" FOR EACH ROW
                    WHEN ((OLD.user_name, OLD.display_name, OLD.disabled)
                        IS DISTINCT FROM (NEW.user_name, NEW.display_name, NEW.disabled))
                    EXECUTE FUNCTION raise_staff_stamp();
                CREATE TRIGGER staff_posts AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON positions
                    FOR EACH STATEMENT EXECUTE FUNCTION raise_staff_stamp();
                CREATE TRIGGER staff_holdings AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON position_holdings
                    FOR EACH STATEMENT EXECUTE FUNCTION raise_staff_stamp();
                """);

            // Room on the page for the next version of a row that is rewritten with every step.
            migrationBuilder.Sql("ALTER TABLE cases SET (fillfactor = 70);");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER staff_people ON "AspNetUsers";
                DROP TRIGGER staff_people_changed ON "AspNetUsers";
                DROP TRIGGER staff_posts ON positions;
                DROP TRIGGER staff_holdings ON position_holdings;
                DROP FUNCTION raise_staff_stamp();
                DELETE FROM number_series WHERE key = '#organisation';
                ALTER TABLE cases RESET (fillfactor);
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
