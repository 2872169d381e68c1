#!/bin/sh
# Temporal gets a user of its own, who owns only its two databases. Runs once, on an empty Postgres volume.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --set password="$TEMPORAL_DB_PASSWORD" <<'SQL'
create user temporal with password :'password' createdb;
create database temporal owner temporal;
create database temporal_visibility owner temporal;
revoke connect on database zhangfa from public;
SQL
