package org.parcours.command.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parcours.command.eventlog.EventLogFixtures.ANNE;
import static org.parcours.command.eventlog.EventLogFixtures.admitted;
import static org.parcours.command.eventlog.EventLogFixtures.command;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parcours.command.documents.JdbcDocumentStore;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;

class SharedDatabaseTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void the_log_and_the_document_store_write_to_one_database_concurrently(TestDatabase testDatabase) throws Exception {
        try (var database = testDatabase.open(directory);
                var log = CommitLogFactory.open(database, EventLogSettings.defaults(), Clock.systemUTC());
                var pool = Executors.newFixedThreadPool(3)) {
            var documents = new JdbcDocumentStore(database, 1000);
            var appends = new ArrayList<CompletableFuture<AppendOutcome>>();
            var puts = new ArrayList<CompletableFuture<?>>();
            for (int i = 0; i < 60; i++) {
                appends.add(log.append(command("c" + i, admitted(ANNE))));
                var bytes = ("document " + i).getBytes(StandardCharsets.UTF_8);
                puts.add(CompletableFuture.runAsync(() -> documents.put("text/plain", bytes), pool));
            }
            puts.forEach(CompletableFuture::join);
            appends.forEach(append -> assertThat(append.join()).isInstanceOf(AppendOutcome.Appended.class));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_transaction_that_fails_is_rolled_back_and_its_connection_is_reused(TestDatabase testDatabase) {
        try (var database = testDatabase.open(directory)) {
            createTestTable(database);
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> database.write(connection -> {
                            try (var statement = connection.createStatement()) {
                                statement.executeUpdate("INSERT INTO test VALUES (1)");
                                statement.executeUpdate("INSERT INTO test VALUES (2)");
                                return statement.executeUpdate("INSERT INTO test VALUES (1)");
                            }
                        }))
                        .isInstanceOfSatisfying(StoreOperationException.class, e -> {
                            assertThat(e.isDuplicateKey()).isTrue();
                            assertThat(e.isInDoubt()).isFalse();
                        });
                assertThatThrownBy(() -> database.write(connection -> {
                            try (var statement = connection.createStatement()) {
                                statement.executeUpdate("INSERT INTO test VALUES (3)");
                                throw new IllegalStateException("not SQL");
                            }
                        }))
                        .isInstanceOf(IllegalStateException.class);
            }
            assertThat(database.<Integer>read(connection -> count(connection))).isZero();
        }
    }

    @RepeatedTest(20)
    void several_connections_can_open_a_new_database_at_the_same_time() {
        try (var pool = Executors.newFixedThreadPool(6)) {
            var url = LocalPostgres.shared().newDatabase();
            var opened = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < 6; i++) {
                var address = i % 2 == 0 ? url : "jdbc:sqlite:" + directory.resolve("new.db");
                opened.add(CompletableFuture.runAsync(
                        () -> CommitLogFactory.open(address, EventLogSettings.defaults(), Clock.systemUTC())
                                .close(),
                        pool));
            }
            opened.forEach(CompletableFuture::join);
        }
    }

    @Test
    void after_a_write_that_precedes_its_reference_the_next_write_is_synced() {
        try (var database = Database.open("jdbc:sqlite:" + directory.resolve("sync.db"))) {
            int before = database.writeBeforeReference(SharedDatabaseTest::synchronous);
            int after = database.write(SharedDatabaseTest::synchronous);

            assertThat(before).as("NORMAL").isEqualTo(1);
            assertThat(after).as("FULL").isEqualTo(2);
        }
    }

    private static int synchronous(Connection connection) throws SQLException {
        return Database.query(connection, row -> row.getInt(1), "PRAGMA synchronous")
                .getFirst();
    }

    @Test
    void a_read_only_user_can_open_an_up_to_date_database() throws Exception {
        var url = LocalPostgres.shared().newDatabase();
        Database.open(url).close();
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("DROP ROLE IF EXISTS reader");
            statement.execute("CREATE ROLE reader LOGIN");
            statement.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
        }
        try (var database = Database.open(url.replaceFirst("user=[^&]*", "user=reader"))) {
            var user =
                    database.<String>read(connection -> connection.getMetaData().getUserName());
            assertThat(user).isEqualTo("reader");
        }
    }

    @Test
    void a_read_succeeds_after_the_server_has_terminated_every_connection() throws Exception {
        var url = LocalPostgres.shared().newDatabase();
        try (var database = Database.open(url)) {
            createTestTable(database);
            int counted = database.read(one -> database.read(other -> count(one) + count(other)));
            terminateAllConnections(url);

            assertThat(counted).isZero();
            assertThat(database.<Integer>read(connection -> count(connection))).isZero();
        }
    }

    private static void createTestTable(Database database) {
        database.write(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute("CREATE TABLE test (id BIGINT PRIMARY KEY)");
            }
        });
    }

    private static void terminateAllConnections(String url) throws SQLException {
        var others = " FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid)" + others);
            boolean connected = true;
            while (connected) {
                try (var left = statement.executeQuery("SELECT 1" + others)) {
                    connected = left.next();
                }
            }
        }
    }

    private static int count(java.sql.Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM test")) {
            row.next();
            return row.getInt(1);
        }
    }
}
