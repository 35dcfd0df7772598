#!/usr/bin/env bash
# Restores a backup into an EMPTY database and proves that all of it is there: restore.sh FOLDER [NEW_FOLDER_FOR_FILES]
#
# Where to: as in backup.sh, by PGHOST, PGPORT, PGUSER, PGDATABASE, PGPASSWORD or by BALANCEDEDU_SQLITE.
# PROGRAM is the product (/opt/balancededu/BalancedEdu.Web.dll): with it the chains of events are verified.
#
# What fails leaves the target as empty as it was, until everything is restored; after that it says what differs.
set -euo pipefail
umask 077
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

refuse() { printf '%s　%s\n' "$1" "$2" >&2; exit 1; }

[ $# -ge 1 ] || refuse restore.usage "用法：restore.sh 备份文件夹 [还原附件的新文件夹]"
source=$1 files=${2:-} manifest=$1/manifest
program=${PROGRAM:-/opt/balancededu/BalancedEdu.Web.dll}
[ -f "$manifest" ] || refuse restore.no-manifest "$source 里没有 manifest，它不是完整的备份。请改用另一份备份。"
[ "$(tail -n 1 "$manifest")" = "manifest $(head -n -1 "$manifest" | sha256sum | cut -d' ' -f1)" ] ||
  refuse restore.manifest-damaged "$manifest 不完整或被改动过，无从核对。请改用另一份备份。"
[ "$(head -n 1 "$manifest")" = "format 1" ] ||
  refuse restore.other-format "这份备份的格式（$(head -n 1 "$manifest")）本脚本不认识，请用做备份的那个版本还原。"
while read -r _ name sum; do
  [ -f "$source/$name" ] || refuse restore.file-missing "$source 里缺 $name。请改用另一份备份。"
  [ "$(sha256sum < "$source/$name" | cut -d' ' -f1)" = "$sum" ] ||
    refuse restore.file-damaged "$source/$name 的 SHA-256 与 manifest 不符，文件已损坏。请改用另一份备份。"
done < <(grep '^sha256 ' "$manifest")
[ -f "$program" ] ||
  refuse restore.no-program "找不到程序 $program，还原后无法核对哈希链。请用 PROGRAM 指明 BalancedEdu.Web.dll。"
if [ -n "$files" ] && [ -e "$files" ] && [ -n "$(ls -A "$files")" ]; then
  refuse restore.files-not-empty "附件文件夹 $files 里已有文件。请指明一个新的文件夹。"
fi

case $(sed -n 's/^database //p' "$manifest") in
sqlite)
  export Database__Provider=Sqlite
  target=${BALANCEDEDU_SQLITE:-}
  [ -n "$target" ] || refuse restore.no-database "这是 SQLite 的备份。请用 BALANCEDEDU_SQLITE 指明还原成哪个文件。"
  [ ! -e "$target" ] || refuse restore.not-empty "$target 已经存在，还原从不覆盖。请先停用服务，把它移到别处，再还原。"
  for rest in "$target-wal" "$target-shm"; do
    [ ! -e "$rest" ] || refuse restore.not-empty "旁边还有 $rest，它属于别的数据库。请先移走，再还原。"
  done
  mkdir -p "$(dirname "$target")"
  rm -f "$target.partial"*
  cp "$source/database.db" "$target.partial"
  export Database__ConnectionString="Data Source=$target.partial"
  tables=$(dotnet "$program" table-sums)
  ;;
postgresql)
  [ -n "${PGDATABASE:-}" ] ||
    refuse restore.no-database "这是 PostgreSQL 的备份。请用 PGDATABASE 等指明还原到哪个空的数据库。"
  inside=$(psql -XAtq -v ON_ERROR_STOP=1 <<'SQL'
SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
SQL
  ) || refuse restore.no-database "连不上数据库 $PGDATABASE，原因见上。若还没有建，请先 createdb $PGDATABASE。"
  [ "$inside" = 0 ] || refuse restore.not-empty \
    "数据库 $PGDATABASE 不是空的（有 $inside 个表、视图或序列），还原从不覆盖。请 createdb 一个新的，还原并核对后再换过去。"
  pg_restore --exit-on-error --single-transaction --no-owner --no-privileges --dbname="$PGDATABASE" \
    "$source/database.dump" || refuse restore.failed "pg_restore 没有成功，原因见上；数据库仍是空的。"
  psql -XAtq -v ON_ERROR_STOP=1 -c ANALYZE
  tables=$(psql -XAtq -F ' ' -v ON_ERROR_STOP=1 -f "$here/table-sums.sql")
  export Database__Provider=PostgreSql
  export Database__ConnectionString="Host=${PGHOST:-/var/run/postgresql};Port=${PGPORT:-5432};Database=$PGDATABASE"
  # The rest, PGUSER and PGPASSWORD, the program reads as psql does; without a name psql takes that of the login.
  export PGUSER=${PGUSER:-$(id -un)}
  ;;
*)
  refuse restore.other-format "manifest 里的数据库种类不认识，请用做备份的那个版本还原。"
  ;;
esac

# Counts and sums of every table, in one comparison.
diff <(grep '^table ' "$manifest") <(printf '%s\n' "$tables") >&2 ||
  refuse restore.differs "还原后的行数或校验和与 manifest 不符（< 是备份，> 是还原）。请不要启用这个数据库。"
dotnet "$program" verify-audit ||
  refuse restore.chain-broken "行数和校验和都对，但哈希链没有核对通过：备份之前就已如此，或程序的版本不对。见上。"
[ -z "${target:-}" ] || mv "$target.partial" "$target"
if [ -f "$source/files.tar" ]; then
  if [ -n "$files" ]; then
    mkdir -p "$files"
    tar -C "$files" -xf "$source/files.tar"
  else
    echo "备份里还有附件（files.tar），这次没有还原。需要时请再指明一个新的文件夹。"
  fi
fi
awk '$1 == "table" { tables++; rows += $3 } END {
  printf "已还原并核对：%d 张表，%d 行，行数与校验和都与备份一致。\n", tables, rows }' "$manifest"
