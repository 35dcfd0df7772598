#!/usr/bin/env bash
# Backs the database up while the service runs: backup.sh NEW_FOLDER [FOLDER_OF_FILES …]
#
# PostgreSQL: PGHOST, PGPORT, PGUSER, PGDATABASE and PGPASSWORD (or ~/.pgpass) say which; needs psql and pg_dump.
# SQLite: BALANCEDEDU_SQLITE is the file; PROGRAM the product (/opt/balancededu/BalancedEdu.Web.dll), which copies it.
# Folders of files: the archive (Retention:Folder), mails without a server (Mail:Folder).
#
# NEW_FOLDER appears as the last step, with all that belongs to it: what has that name is whole.
set -euo pipefail
umask 077
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

refuse() { printf '%s　%s\n' "$1" "$2" >&2; exit 1; }

[ $# -ge 1 ] || refuse backup.usage "用法：backup.sh 新文件夹 [附件文件夹 …]"
target=$1; shift
[ ! -e "$target" ] || refuse backup.exists "$target 已经存在。请换一个名字，备份从不覆盖。"
for folder in "$@"; do
  [ -d "$folder" ] || refuse backup.no-folder "附件文件夹 $folder 不存在，请核对路径。"
done
partial=$target.partial
rm -rf "$partial"
mkdir -p "$partial"
export PARTIAL=$partial

if [ -n "${BALANCEDEDU_SQLITE:-}" ]; then
  kind=sqlite database=database.db
  [ -f "$BALANCEDEDU_SQLITE" ] || refuse backup.no-database "数据库文件 $BALANCEDEDU_SQLITE 不存在，请核对路径。"
  program=${PROGRAM:-/opt/balancededu/BalancedEdu.Web.dll}
  export Database__Provider=Sqlite
  Database__ConnectionString="Data Source=$BALANCEDEDU_SQLITE" dotnet "$program" copy-database "$partial/$database" ||
    refuse backup.failed "复制数据库没有成功，原因见上。"
  Database__ConnectionString="Data Source=$partial/$database" dotnet "$program" table-sums > "$partial/tables" ||
    refuse backup.failed "清点备份没有成功，原因见上。"
else
  kind=postgresql database=database.dump
  [ -n "${PGDATABASE:-}" ] ||
    refuse backup.no-database "没有说明备份哪个数据库。请设置 PGDATABASE，SQLite 请设置 BALANCEDEDU_SQLITE。"
  # The dump and the counts see the same moment, whatever is written meanwhile. psql doesn't tell whether a program that
  # it started went well, so that one leaves a mark.
  export TABLE_SUMS=$here/table-sums.sql
  psql -XAtq -F ' ' -v ON_ERROR_STOP=1 > "$partial/tables" <<'SQL' || refuse backup.failed "清点数据库没有成功，原因见上。"
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT pg_export_snapshot() AS snapshot \gset
\setenv SNAPSHOT :snapshot
\! pg_dump --format=custom --snapshot="$SNAPSHOT" --file="$PARTIAL/database.dump" && touch "$PARTIAL/dumped"
\getenv sums TABLE_SUMS
\i :sums
COMMIT;
SQL
  [ -e "$partial/dumped" ] || refuse backup.failed "pg_dump 没有成功，原因见上。"
  rm "$partial/dumped"
fi

# After the database: a package that it names was on disk before.
files=()
if [ $# -gt 0 ]; then
  paths=()
  for folder in "$@"; do
    path=$(cd "$folder" && pwd)
    paths+=(".$path")
  done
  tar -C / --exclude='*.partial' -cf "$partial/files.tar" "${paths[@]}" ||
    refuse backup.failed "打包附件文件夹没有成功，原因见上。"
  files=(files.tar)
fi

(
  cd "$partial"
  {
    echo "format 1"
    echo "database $kind"
    echo "taken $(date -u +%Y-%m-%dT%H:%M:%SZ)"
    sha256sum "$database" "${files[@]}" | sed 's/^\([0-9a-f]*\)  \(.*\)$/sha256 \2 \1/'
    cat tables
  } > manifest
  rm tables
  # Its own sum, so that a manifest that was cut off isn't taken for a small one.
  echo "manifest $(sha256sum < manifest | cut -d' ' -f1)" >> manifest
  sync -f manifest
)
mv "$partial" "$target"
awk -v folder="$target" '$1 == "table" { tables++; rows += $3 } END {
  printf "已备份到 %s：%d 张表，%d 行。请把它拷到另一台机器上，并定期用 restore.sh 试还原。\n", folder, tables, rows }' "$target/manifest"
