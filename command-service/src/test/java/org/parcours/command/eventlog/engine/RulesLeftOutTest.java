package org.parcours.command.eventlog.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.eventlog.Samples.ANNE;
import static org.parcours.command.eventlog.Samples.admitted;
import static org.parcours.command.eventlog.Samples.command;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.eventlog.AppendOutcome.AlreadyAppended;
import org.parcours.command.eventlog.AppendOutcome.Appended;
import org.parcours.command.eventlog.Samples;
import org.parcours.command.eventlog.chain.ChainVerification;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.jdbc.JdbcCommitStore;
import org.parcours.command.store.Database;

/** What the tables' constraints are for (rules 4 and 10): without them two writers do what the contract forbids. */
class RulesLeftOutTest {

    private static final String COMMITS = """
            CREATE TABLE log_commit (
              sequence INTEGER NOT NULL %s, first_position INTEGER NOT NULL, last_position INTEGER NOT NULL,
              recorded_at INTEGER NOT NULL, commit_id BLOB NOT NULL %s, events BLOB NOT NULL,
              previous_hash BLOB NOT NULL, hash BLOB NOT NULL)""";

    @TempDir
    Path directory;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open("jdbc:sqlite:" + directory.resolve("log.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private JdbcCommitStore store(String ofSequence, String ofCommitId) {
        database.write(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(COMMITS.formatted(ofSequence, ofCommitId));
            }
        });
        return new JdbcCommitStore(database, () -> {});
    }

    private static GroupWriter writer(CommitStore store) {
        return new GroupWriter(
                store, Samples.small(1000, 5, 10, Duration.ofSeconds(1)), Clock.systemUTC(), Pace.real());
    }

    @Test
    void without_the_primary_key_two_writers_take_the_same_slot() {
        var rulesKept = store("PRIMARY KEY", "UNIQUE");
        var here = writer(rulesKept);
        var there = writer(rulesKept);
        here.write(List.of(command("one", admitted(ANNE))));
        there.write(List.of(command("two", admitted(ANNE))));
        assertThat(HashChain.verify(rulesKept.commits(0, 10).stream())).isInstanceOf(ChainVerification.Whole.class);

        database.write(connection -> connection.createStatement().execute("DROP TABLE log_commit"));
        database.write(connection -> connection.createStatement().execute("DELETE FROM log_event_tag"));
        var ruleLeftOut = store("", "UNIQUE");
        var again = writer(ruleLeftOut);
        var more = writer(ruleLeftOut);
        again.write(List.of(command("one", admitted(ANNE))));
        // Only the tag index would notice, and not every event has a tag.
        more.write(List.of(command("two", admitted())));
        assertThat(HashChain.verify(ruleLeftOut.commits(0, 10).stream())).isInstanceOf(ChainVerification.Broken.class);
    }

    @Test
    void without_the_unique_commit_id_a_command_that_comes_again_is_recorded_twice() {
        var rulesKept = store("PRIMARY KEY", "UNIQUE");
        var writer = writer(rulesKept);
        writer.write(List.of(command("one", admitted(ANNE))));
        assertThat(writer.write(List.of(command("one", admitted(ANNE))))).hasOnlyElementsOfType(AlreadyAppended.class);

        database.write(connection -> connection.createStatement().execute("DROP TABLE log_commit"));
        database.write(connection -> connection.createStatement().execute("DELETE FROM log_event_tag"));
        var ruleLeftOut = writer(store("PRIMARY KEY", ""));
        ruleLeftOut.write(List.of(command("one", admitted(ANNE))));
        assertThat(ruleLeftOut.write(List.of(command("one", admitted(ANNE))))).hasOnlyElementsOfType(Appended.class);
    }
}
