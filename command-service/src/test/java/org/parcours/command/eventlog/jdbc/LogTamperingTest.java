package org.parcours.command.eventlog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.eventlog.EventLogFixtures.ANNE;
import static org.parcours.command.eventlog.EventLogFixtures.BRUNO;
import static org.parcours.command.eventlog.EventLogFixtures.append;
import static org.parcours.command.eventlog.EventLogFixtures.command;
import static org.parcours.command.eventlog.EventLogFixtures.event;
import static org.parcours.command.eventlog.EventLogFixtures.verifyChain;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.EventLogFixtures;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.chain.ChainVerificationResult;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.store.Database;

/** The hash chain locates changes that are made in the database. */
class LogTamperingTest {

    @TempDir
    Path directory;

    private Database database;
    private CommitLog log;

    @BeforeEach
    void open() {
        database = Database.open("jdbc:sqlite:" + directory.resolve("log.db"));
        log = CommitLogFactory.open(database, EventLogSettings.defaults(), Clock.systemUTC());
        for (int i = 1; i <= 6; i++) {
            append(log, command("c" + i, event(EventLogFixtures.ADMITTED, "content " + i, ANNE, BRUNO)));
        }
    }

    @AfterEach
    void close() {
        log.close();
        database.close();
    }

    @Test
    void an_unchanged_log_is_intact() {
        assertThat(verifyChain(log)).isEqualTo(new ChainVerificationResult.Intact(log.head()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "4 ; UPDATE log_commit SET events = CAST(replace(CAST(events AS TEXT), 'content 4', 'content 5') AS BLOB) WHERE sequence = 4",
                "4 ; UPDATE log_commit SET events = substr(events, 1, length(events) - 1) WHERE sequence = 4",
                "4 ; UPDATE log_commit SET events = CAST(events || x'00' AS BLOB) WHERE sequence = 4",
                "2 ; UPDATE log_commit SET recorded_at = recorded_at + 1 WHERE sequence = 2",
                "5 ; UPDATE log_commit SET commit_id = zeroblob(32) WHERE sequence = 5",
                "3 ; UPDATE log_commit SET hash = zeroblob(32) WHERE sequence = 3",
                "1 ; UPDATE log_commit SET previous_hash = randomblob(32) WHERE sequence = 1",
                "2 ; UPDATE log_commit SET first_position = 99 WHERE sequence = 2",
                "3 ; DELETE FROM log_commit WHERE sequence = 3",
                "1 ; DELETE FROM log_commit WHERE sequence <= 2",
                "6 ; UPDATE log_commit SET sequence = 7 WHERE sequence = 6",
            })
    void a_change_is_detected_at_its_commit(long sequence, String change) {
        change(change);

        assertThat(verifyChain(log))
                .isInstanceOfSatisfying(ChainVerificationResult.Broken.class, broken -> assertThat(broken.sequence())
                        .as(broken.defect())
                        .isEqualTo(sequence));
    }

    @Test
    void two_swapped_commits_are_detected() {
        change("UPDATE log_commit SET sequence = -sequence WHERE sequence IN (3, 4)");
        change("UPDATE log_commit SET sequence = 7 + sequence WHERE sequence < 0");

        assertThat(verifyChain(log))
                .isInstanceOfSatisfying(ChainVerificationResult.Broken.class, broken -> assertThat(broken.sequence())
                        .isEqualTo(3));
    }

    @Test
    void a_cut_off_end_is_detected_by_a_head_kept_elsewhere() {
        var notedHead = log.head();
        change("DELETE FROM log_commit WHERE sequence = 6");

        assertThat(verifyChain(log))
                .isInstanceOfSatisfying(ChainVerificationResult.Intact.class, intact -> assertThat(intact.head())
                        .isNotEqualTo(notedHead));
    }

    private void change(String sql) {
        int changed = database.write(connection -> update(connection.createStatement(), sql));
        assertThat(changed).isPositive();
    }

    private static int update(java.sql.Statement statement, String sql) throws SQLException {
        try (statement) {
            return statement.executeUpdate(sql);
        }
    }
}
