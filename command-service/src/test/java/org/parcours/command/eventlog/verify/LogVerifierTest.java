package org.parcours.command.eventlog.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.eventlog.EventLogFixtures.ANNE;
import static org.parcours.command.eventlog.EventLogFixtures.BRUNO;
import static org.parcours.command.eventlog.EventLogFixtures.STAY;
import static org.parcours.command.eventlog.EventLogFixtures.append;
import static org.parcours.command.eventlog.EventLogFixtures.command;
import static org.parcours.command.eventlog.EventLogFixtures.event;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.parcours.command.eventlog.EventLogFixtures;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.eventlog.jdbc.JdbcCommitStore;
import org.parcours.command.store.Database;
import org.parcours.command.store.SqlDialect;
import org.parcours.command.store.StoreOperationException;
import org.parcours.command.store.TestDatabase;

/** The verification detects and locates changes that are made in the database. */
@ParameterizedClass(name = "{0}")
@EnumSource(TestDatabase.class)
class LogVerifierTest {

    private static final int COMMITS = 12;

    @Parameter
    TestDatabase stores;

    @TempDir
    Path directory;

    private Database database;
    private JdbcCommitStore store;

    @BeforeEach
    void open() {
        database = stores.open(directory);
        store = new JdbcCommitStore(database, () -> {});
        try (var log = CommitLogFactory.open(database, EventLogSettings.defaults(), Clock.systemUTC())) {
            for (int i = 1; i <= COMMITS; i++) {
                append(
                        log,
                        command(
                                "c" + i,
                                event(EventLogFixtures.ADMITTED, "content " + i, ANNE, STAY),
                                event(EventLogFixtures.DISCHARGED, "content " + i, BRUNO)));
            }
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    private List<VerificationFinding> findings() {
        try {
            return LogVerifier.verify(store, 2, ProgressListener.NONE).findings();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void an_unchanged_log_is_intact() throws Exception {
        var result = LogVerifier.verify(store, 2, ProgressListener.NONE);

        assertThat(result.findings()).isEmpty();
        assertThat(result.head()).isEqualTo(store.head());
    }

    @Test
    void a_sample_of_changed_bits_of_a_commit_is_detected_there() {
        for (var column : List.of("first_position", "last_position", "recorded_at", "sequence")) {
            for (long sequence : List.of(1L, 5L, (long) COMMITS)) {
                for (int bit : List.of(0, 1, 2, 7, 20, 40)) {
                    var flip = "UPDATE log_commit SET %1$s = %2$s WHERE sequence = %3$d"
                            .formatted(column, flippedBit(column, bit), sequence);
                    var restore = column.equals("sequence")
                            ? "UPDATE log_commit SET sequence = %d WHERE sequence = %d"
                                    .formatted(sequence, sequence ^ (1L << bit))
                            : flip;
                    assertDetectedAndRestore(flip, restore, sequence);
                }
            }
        }
        for (var column : List.of("commit_id", "events", "previous_hash", "hash")) {
            int length = columnLength(column);
            for (long sequence : List.of(1L, 7L, (long) COMMITS)) {
                for (int bit = 0; bit < 8 * length; bit += column.equals("events") ? 11 : 13) {
                    var original = readBytes(column, sequence);
                    var changed = original.clone();
                    changed[bit / 8] ^= (byte) (1 << bit % 8);
                    writeBytes(column, sequence, changed);
                    assertThat(findings())
                            .as("%s of %d, bit %d", column, sequence, bit)
                            .isNotEmpty()
                            .first()
                            .satisfies(found -> assertThat(found.sequence()).isEqualTo(sequence));
                    writeBytes(column, sequence, original);
                }
            }
        }
        assertThat(findings()).isEmpty();
    }

    private String flippedBit(String column, int bit) {
        return database.dialect() == SqlDialect.POSTGRESQL
                ? "%s # %d".formatted(column, 1L << bit)
                : "(%1$s | %2$d) - (%1$s & %2$d)".formatted(column, 1L << bit);
    }

    private void assertDetectedAndRestore(String change, String restore, long sequence) {
        try {
            change(change);
        } catch (StoreOperationException duplicateKey) {
            return; // the database itself rejects it as duplicate
        }
        assertThat(findings()).as(change).isNotEmpty().anySatisfy(found -> assertThat(found.sequence())
                .isBetween(0L, sequence + 1));
        change(restore);
        assertThat(findings()).as(restore).isEmpty();
    }

    @Test
    void a_changed_added_or_removed_entry_of_the_tag_index_is_detected() {
        var random = new Random(7);
        for (int i = 0; i < 12; i++) {
            var entry = store.tagIndex(null, 1000).get(random.nextInt(3 * COMMITS));
            var where = "WHERE tag = '%s' AND name = '%s' AND position = %d"
                    .formatted(entry.tag(), entry.name(), entry.position());
            var change =
                    switch (i % 4) {
                        case 0 -> "DELETE FROM log_event_tag " + where;
                        case 1 -> "UPDATE log_event_tag SET sequence = sequence + 1 " + where;
                        case 2 -> "UPDATE log_event_tag SET position = position + 1000 " + where;
                        default -> "UPDATE log_event_tag SET tag = 'patient:annf' " + where;
                    };
            change(change);
            assertThat(findings())
                    .as(change)
                    .isNotEmpty()
                    .anySatisfy(found -> assertThat(found.sequence()).isEqualTo(entry.sequence()))
                    .allSatisfy(found -> assertThat(found.description()).contains("the index of tags"));
            update(
                    "DELETE FROM log_event_tag WHERE tag = 'patient:annf' OR position > 500 OR (tag = '%s' AND name = '%s' AND position = %d)"
                            .formatted(entry.tag(), entry.name(), entry.position()));
            addIndexEntry(entry.tag(), entry.name(), entry.position(), entry.sequence());
            assertThat(findings()).isEmpty();
        }
        addIndexEntry("patient:unknown", "x.Invented", 3, 2);
        assertThat(findings()).singleElement().satisfies(found -> assertThat(found.description())
                .contains("patient:unknown")
                .contains("position 3"));
    }

    @Test
    void a_removed_commit_is_detected_and_hides_no_other_damage() {
        change("DELETE FROM log_commit WHERE sequence IN (3, 4, 9)");
        change("UPDATE log_commit SET recorded_at = recorded_at + 1 WHERE sequence = 11");

        assertThat(findings())
                .filteredOn(found -> !found.description().contains("index"))
                .extracting(VerificationFinding::sequence)
                .containsExactly(3L, 9L, 11L);
    }

    @Test
    void a_commit_before_the_first_one_is_detected() {
        change(
                "INSERT INTO log_commit (sequence, first_position, last_position, recorded_at, commit_id, events, previous_hash, hash)"
                        + " SELECT -5, -5, -5, recorded_at, hash, events, previous_hash, hash FROM log_commit WHERE sequence = 1");

        assertThat(findings())
                .anySatisfy(found -> assertThat(found.description()).contains("-5"));
    }

    @Test
    void two_swapped_commits_are_detected() {
        change("UPDATE log_commit SET sequence = -sequence WHERE sequence IN (5, 6)");
        change("UPDATE log_commit SET sequence = 11 + sequence WHERE sequence < 0");

        assertThat(findings()).first().satisfies(found -> assertThat(found.sequence())
                .isEqualTo(5));
    }

    @Test
    void a_commit_appended_with_an_invalid_hash_is_detected() {
        change(
                "INSERT INTO log_commit (sequence, first_position, last_position, recorded_at, commit_id, events, previous_hash, hash)"
                        + " SELECT 13, 25, 26, recorded_at, hash, events, hash, previous_hash FROM log_commit WHERE sequence = 12");

        assertThat(findings()).anySatisfy(found -> assertThat(found.sequence()).isEqualTo(13));
    }

    private void change(String sql) {
        assertThat(update(sql)).as(sql).isPositive();
    }

    private int update(String sql) {
        return database.write(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }

    private void addIndexEntry(String tag, String name, long position, long sequence) {
        change("INSERT INTO log_event_tag (tag, name, position, sequence) VALUES ('%s', '%s', %d, %d)"
                .formatted(tag, name, position, sequence));
    }

    private int columnLength(String column) {
        return readBytes(column, 1).length;
    }

    private byte[] readBytes(String column, long sequence) {
        return database.read(connection -> {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(
                            "SELECT %s FROM log_commit WHERE sequence = %d".formatted(column, sequence))) {
                row.next();
                return row.getBytes(1);
            }
        });
    }

    private void writeBytes(String column, long sequence, byte[] bytes) {
        database.write(connection -> {
            try (var update =
                    connection.prepareStatement("UPDATE log_commit SET %s = ? WHERE sequence = ?".formatted(column))) {
                update.setBytes(1, bytes);
                update.setLong(2, sequence);
                return update.executeUpdate();
            }
        });
    }
}
