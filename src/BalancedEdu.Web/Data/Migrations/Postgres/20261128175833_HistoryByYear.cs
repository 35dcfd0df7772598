using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BalancedEdu.Web.Data.Migrations.Postgres
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

            // What is there becomes the partition of its last year, as it lies: only its times are read once.
            migrationBuilder.Sql(
                """
                LOCK TABLE case_events IN ACCESS EXCLUSIVE MODE;
                ALTER TABLE case_events RENAME TO case_events_before;
                ALTER TABLE case_events_before RENAME CONSTRAINT pk_case_events TO pk_case_events_before;
                CREATE TABLE case_events (LIKE case_events_before INCLUDING DEFAULTS) PARTITION BY RANGE (at);
                CREATE TABLE case_events_other PARTITION OF case_events (PRIMARY KEY (case_id, sequence)) DEFAULT;
                DO $$
                DECLARE
                    year int := (SELECT extract(year FROM max(at) AT TIME ZONE 'Asia/Shanghai') FROM case_events_before);
                BEGIN
                    IF year IS NULL THEN
                        DROP TABLE case_events_before;
                        RETURN;
                    END IF;
                    EXECUTE format('ALTER TABLE case_events_before RENAME TO case_events_%s', year);
                    EXECUTE format(
                        'ALTER TABLE case_events ATTACH PARTITION case_events_%s FOR VALUES FROM (MINVALUE) TO (%L)',
                        year, (year + 1) || '-01-01 00:00+08');
                END $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                LOCK TABLE case_events IN ACCESS EXCLUSIVE MODE;
                ALTER TABLE case_events RENAME TO case_events_by_year;
                CREATE TABLE case_events (
                    LIKE case_events_by_year INCLUDING DEFAULTS,
                    CONSTRAINT pk_case_events PRIMARY KEY (case_id, sequence));
                INSERT INTO case_events SELECT * FROM case_events_by_year;
                DROP TABLE case_events_by_year;
                """);

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
