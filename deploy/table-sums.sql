-- A line for each table: its name, its rows, and the sum of a part of each row's MD5. The order of rows doesn't matter,
-- any other difference does. The settings decide how values are written, so they are the same wherever this runs.
SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1;
SET bytea_output = 'hex';
SELECT format(
  'SELECT %L, count(*), coalesce(sum((''x'' || left(md5("the row"::text), 16))::bit(64)::bigint::numeric), 0) '
    || 'FROM ONLY %I.%I AS "the row"',
  'table ' || n.nspname || '.' || c.relname, n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
\gexec
