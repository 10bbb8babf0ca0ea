package org.parcours.command.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;

/**
 * Migrates the tables with Flyway, by the same files {@code migration/V*.sql} for SQLite and PostgreSQL. A database from
 * before Flyway has the tables of {@code V1}, which creates only those that are missing.
 */
final class SchemaMigration {

    private SchemaMigration() {}

    /**
     * Runs the pending migrations. An up-to-date database is only read, so that a read-only user may open it.
     *
     * @param url the JDBC URL with user and password
     * @throws IllegalStateException if a newer version has migrated the database, or a past migration was changed
     */
    static void run(SqlDialect dialect, String url) {
        Flyway flyway = Flyway.configure(SchemaMigration.class.getClassLoader())
                .dataSource(url, null, null)
                .locations("classpath:org/parcours/command/store/migration")
                .placeholders(dialect.placeholders())
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .ignoreMigrationPatterns(new String[0])
                .load();
        MigrationInfoService info = flyway.info();
        requireKnownVersions(info);
        if (info.pending().length == 0 && info.current() != null) {
            flyway.validate();
            return;
        }
        switch (dialect) {
            case SQLITE -> flyway.migrate(); // SqliteOpeningLock is held.
            case POSTGRESQL -> migrateUnderAdvisoryLock(flyway, url);
        }
    }

    private static void requireKnownVersions(MigrationInfoService info) {
        String unknown = Arrays.stream(info.all())
                .filter(migration -> migration.getState().isApplied()
                        && !migration.getState().isResolved())
                .map(MigrationInfo::getVersion)
                .map(String::valueOf)
                .filter(version -> !version.equals("0"))
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(
                    "The database was migrated to version %s, which this version of Parcours does not know: run the version that migrated it, or a newer one"
                            .formatted(unknown));
        }
    }

    /**
     * Flyway's own advisory lock does not include the creation of its history table: without ours, the second of two
     * services that start on a new database finds the table of the first, without rows, and fails.
     */
    private static void migrateUnderAdvisoryLock(Flyway flyway, String url) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(hashtext('parcours.migration'))");
            flyway.migrate(); // Closing the connection unlocks.
        } catch (SQLException e) {
            throw StoreOperationException.rolledBack(e, SqlDialect.POSTGRESQL);
        }
    }
}
