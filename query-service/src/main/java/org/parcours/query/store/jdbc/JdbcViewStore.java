package org.parcours.query.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.DamagedViewStoreException;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewStore;

/** The views in a database at {@code jdbc:sqlite:path} or {@code jdbc:postgresql://host/name?user=…}. */
public final class JdbcViewStore implements ViewStore {

    private final ViewDatabase database;
    private final List<CollectionDefinition> collections;
    private final String url;

    private JdbcViewStore(ViewDatabase database, List<CollectionDefinition> collections, String url) {
        this.database = database;
        this.collections = List.copyOf(collections);
        this.url = url;
    }

    public static boolean accepts(String url) {
        return url.startsWith(ViewDatabase.SQLITE_PREFIX) || url.startsWith(ViewDatabase.POSTGRESQL_PREFIX);
    }

    /** @param collections those of each generation */
    public static JdbcViewStore open(String url, List<CollectionDefinition> collections) {
        var database = new ViewDatabase(url);
        try {
            var dialect = database.dialect;
            database.write(connection -> {
                lockForSchemaChange(connection, dialect);
                try (var statement = connection.createStatement()) {
                    statement.execute(
                            "CREATE TABLE IF NOT EXISTS view_numbers (last %s NOT NULL)".formatted(dialect.number));
                    return statement.execute("""
                            CREATE TABLE IF NOT EXISTS view_generations (
                              number %2$s NOT NULL PRIMARY KEY,
                              version %1$s NOT NULL,
                              is_current %2$s NOT NULL,
                              position %2$s NOT NULL,
                              topic_offset %2$s NOT NULL,
                              recorded_at %1$s NOT NULL,
                              failed %2$s NOT NULL,
                              chain %1$s NOT NULL,
                              holder %1$s NOT NULL,
                              term %2$s NOT NULL,
                              expires %2$s NOT NULL)""".formatted(dialect.text, dialect.number));
                }
            });
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
        return new JdbcViewStore(database, collections, url);
    }

    /** In SQLite the transaction itself has the only write lock. */
    private static void lockForSchemaChange(Connection connection, SqlDialect dialect) throws SQLException {
        if (dialect == SqlDialect.POSTGRESQL) {
            try (var statement = connection.createStatement()) {
                statement.execute("SELECT pg_advisory_xact_lock(hashtext('parcours.views'))");
            }
        }
    }

    @Override
    public List<GenerationInfo> generations() {
        return database.read(connection -> {
            List<GenerationInfo> generations = new ArrayList<>();
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT number, version, is_current, position, topic_offset,"
                            + " recorded_at, failed, chain FROM view_generations ORDER BY number")) {
                while (row.next()) {
                    generations.add(new GenerationInfo(
                            row.getLong(1),
                            row.getString(2),
                            row.getLong(3) == 1,
                            JdbcViewGeneration.progress(row, 4)));
                }
            }
            return generations;
        });
    }

    @Override
    public Optional<ViewGeneration> current(String version) {
        return generations().stream()
                .filter(generation ->
                        generation.current() && generation.version().equals(version))
                .map(generation -> (ViewGeneration) new JdbcViewGeneration(database, generation.number()))
                .findFirst();
    }

    @Override
    public Optional<ViewGeneration> generation(long number) {
        return generations().stream()
                .filter(generation -> generation.number() == number)
                .map(generation -> (ViewGeneration) new JdbcViewGeneration(database, generation.number()))
                .findFirst();
    }

    @Override
    public ViewGeneration create(String version) {
        return database.write(connection -> {
            lockForSchemaChange(connection, database.dialect);
            long number = nextNumber(connection);
            JdbcViewGeneration.update(
                    connection,
                    "INSERT INTO view_generations VALUES (?, ?, 0, 0, -1, '1970-01-01T00:00:00Z', 0, '', '', 0, 0)",
                    number,
                    version);
            for (var collection : collections) {
                new CollectionTable(database.dialect, number, collection).create(connection);
            }
            return new JdbcViewGeneration(database, number);
        });
    }

    /** Numbers of deleted generations are not used again: a process may still have one of them. */
    private static long nextNumber(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT coalesce(max(last), 0) + 1 FROM (SELECT last FROM view_numbers"
                        + " UNION ALL SELECT number FROM view_generations) AS used")) {
            row.next();
            long number = row.getLong(1);
            JdbcViewGeneration.update(connection, "DELETE FROM view_numbers");
            JdbcViewGeneration.update(connection, "INSERT INTO view_numbers VALUES (?)", number);
            return number;
        }
    }

    @Override
    public void makeCurrent(ViewGeneration generation) {
        database.write(connection -> JdbcViewGeneration.update(
                connection,
                "UPDATE view_generations SET is_current = CASE WHEN number = ? THEN 1 ELSE 0 END WHERE version ="
                        + " (SELECT version FROM view_generations WHERE number = ?)",
                generation.number(),
                generation.number()));
    }

    @Override
    public void delete(long generation) {
        database.write(connection -> {
            for (var table : tablesOf(connection, generation)) {
                JdbcViewGeneration.update(connection, "DROP TABLE " + table);
            }
            return JdbcViewGeneration.update(connection, "DELETE FROM view_generations WHERE number = ?", generation);
        });
    }

    /** By name: a generation of another version may have other collections. */
    private static List<String> tablesOf(Connection connection, long generation) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (var row = connection.getMetaData().getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (row.next()) {
                var name = row.getString("TABLE_NAME");
                if (name.startsWith(CollectionTable.prefix(generation))) {
                    tables.add(name);
                }
            }
        }
        return tables;
    }

    @Override
    public String describe() {
        return describe(url);
    }

    static String describe(String url) {
        return url.replaceFirst("\\?.*", "").replaceFirst("//.*@", "//");
    }

    @Override
    public Optional<DamagedViewStoreException> damage() {
        return database.damage();
    }

    @Override
    public void close() {
        database.close();
    }
}
