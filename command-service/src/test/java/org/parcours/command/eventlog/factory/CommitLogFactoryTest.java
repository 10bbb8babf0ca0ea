package org.parcours.command.eventlog.factory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.store.Database;
import org.parcours.command.store.InMemoryMongo;
import org.parcours.command.store.LocalPostgres;

class CommitLogFactoryTest {

    @TempDir
    Path directory;

    private static void open(String url) {
        CommitLogFactory.open(url, EventLogSettings.defaults(), Clock.systemUTC())
                .close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:x", "postgres://host/db", "", "jdbc:sqlite:", "jdbc:sqlite::memory:"})
    void an_unsupported_address_is_rejected(String url) {
        assertThatThrownBy(() -> open(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_password_in_an_unsupported_address_is_not_shown() {
        assertThatThrownBy(() -> open("jdbc:mysql://host/db?password=secret")).hasMessageNotContaining("secret");
    }

    @Test
    void a_mongodb_without_a_replica_set_is_rejected_with_instructions() {
        assertThatThrownBy(() -> open(InMemoryMongo.newDatabase()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("replica set")
                .hasMessageContaining("rs.initiate()");
    }

    @ParameterizedTest
    @CsvSource({
        "w=1, w and journal",
        "w=majority&journal=false, w and journal",
        "readConcernLevel=local, readConcernLevel",
        "readPreference=secondaryPreferred, readPreference",
        "retryWrites=false, retryWrites"
    })
    void a_mongodb_address_with_options_that_weaken_durability_is_rejected(String options, String named) {
        assertThatThrownBy(() -> open("mongodb://localhost/parcours?" + options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named)
                .hasMessageContaining("Leave");
    }

    @Test
    void tables_migrated_by_a_newer_version_are_rejected() {
        var url = "jdbc:sqlite:" + directory.resolve("log.db");
        open(url);
        try (var database = Database.open(url)) {
            database.write(connection -> {
                try (var statement = connection.createStatement()) {
                    return statement.executeUpdate("INSERT INTO flyway_schema_history"
                            + " (installed_rank, version, description, type, script, installed_by, execution_time, success)"
                            + " VALUES (99, '99', 'newer', 'SQL', 'V99__newer.sql', 'test', 0, 1)");
                }
            });
        }
        assertThatThrownBy(() -> open(url))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("newer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"synchronous=NORMAL", "synchronous=OFF", "journal_mode=MEMORY"})
    void a_sqlite_address_with_options_that_weaken_durability_is_rejected(String setting) {
        assertThatThrownBy(() -> open("jdbc:sqlite:" + directory.resolve("log.db") + "?" + setting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no parameters");
    }

    @Test
    void a_postgresql_that_may_lose_commits_in_a_power_cut_is_rejected() throws Exception {
        var server = LocalPostgres.withSettings();
        try {
            for (var setting : List.of("synchronous_commit", "fsync", "full_page_writes")) {
                server.restartWith(setting + "=off");
                assertThatThrownBy(() -> open(server.newDatabase()))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("SHOW " + setting)
                        .hasMessageContaining("Set " + setting + " = on in postgresql.conf");
            }
        } finally {
            server.stop();
        }
    }
}
