package org.parcours.command.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.eventlog.EventLogFixtures.ANNE;
import static org.parcours.command.eventlog.EventLogFixtures.command;
import static org.parcours.command.eventlog.EventLogFixtures.event;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.checkpoint.CheckpointFixture;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.CommitCondition;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.EventLogFixtures;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.store.Database;

/** The output and the exit codes of {@code bin/parcours log …}. */
class LogCommandTest {

    private static final int COMMITS = 40;

    @TempDir
    Path directory;

    private String url;

    /** The exit code and the output of a command. */
    private record CommandResult(int code, List<String> out, List<String> error) {
        String lastLine() {
            return out.isEmpty() ? "" : out.getLast();
        }
    }

    @BeforeEach
    void createLog() {
        url = "jdbc:sqlite:" + directory.resolve("log.db");
        appendCommits(url, 1, COMMITS);
    }

    private static void appendCommits(String url, int from, int to) {
        try (var log = CommitLogFactory.open(url, EventLogSettings.defaults(), Clock.systemUTC())) {
            for (int i = from; i <= to; i++) {
                EventLogFixtures.append(
                        log, command("c" + i, event(EventLogFixtures.ADMITTED, "{\"n\": \"é" + i + "\"}", ANNE)));
            }
        }
    }

    private CommandResult parcours(String url, String... arguments) {
        var out = new StringWriter();
        var error = new StringWriter();
        var all = new ArrayList<>(List.of(arguments));
        all.add("--parcours.log.url=" + url);
        all.add("--parcours.log.checkpoint.key=" + directory.resolve("key.pem"));
        int code = ParcoursCommand.run(
                new PrintWriter(out, true), new PrintWriter(error, true), all.toArray(String[]::new));
        return new CommandResult(
                code, out.toString().lines().toList(), error.toString().lines().toList());
    }

    private static LogHead head(String url) {
        try (var store = CommitLogFactory.openStore(url)) {
            return store.head();
        }
    }

    // -- verify

    @Test
    void an_intact_log_is_reported_as_whole() {
        var result = parcours(url, "log", "verify");

        assertThat(result.code()).isZero();
        assertThat(result.lastLine())
                .startsWith("WHOLE")
                .contains("40 commits, 40 events")
                .contains(head(url).hash().toString());
    }

    @Test
    void a_changed_log_is_reported_as_broken_with_the_commit_on_the_last_line() {
        executeSql("UPDATE log_commit SET recorded_at = recorded_at + 1 WHERE sequence = 17");

        var result = parcours(url, "log", "verify");

        assertThat(result.code()).isOne();
        assertThat(result.lastLine())
                .startsWith("BROKEN")
                .contains("at commit 17")
                .contains("content of commit 17");
    }

    @Test
    void a_cut_off_end_is_found_with_a_checkpoint_from_the_services_log_lines() throws IOException {
        var lines = shutDownService();
        executeSql("DELETE FROM log_commit WHERE sequence > 30");
        executeSql("DELETE FROM log_event_tag WHERE sequence > 30");

        assertThat(parcours(url, "log", "verify").code()).isZero();
        var result = parcours(url, "log", "verify", "--checkpoints", lines.toString());

        assertThat(result.code()).isOne();
        assertThat(result.lastLine()).contains("cut off").contains("it had 40 commits, now 30");
    }

    @Test
    void a_log_rewritten_with_new_hashes_is_found_with_a_checkpoint() throws IOException {
        var lines = shutDownService();
        var rewritten = "jdbc:sqlite:" + directory.resolve("rewritten.db");
        appendCommits(rewritten, 1, 39);
        appendCommits(rewritten, 41, 45);

        assertThat(parcours(rewritten, "log", "verify").code()).isZero();
        assertThat(parcours(rewritten, "log", "verify", "--checkpoints", lines.toString())
                        .lastLine())
                .startsWith("BROKEN");
        assertThat(parcours(url, "log", "verify", "--checkpoints", lines.toString())
                        .code())
                .isZero();
    }

    @Test
    void commits_appended_while_the_services_are_stopped_are_found() throws IOException {
        var lines = shutDownService();
        appendCommits(url, 41, 42);

        assertThat(parcours(url, "log", "verify", "--checkpoints", lines.toString())
                        .code())
                .isZero();
        var result = parcours(url, "log", "verify", "--checkpoints", lines.toString(), "--stopped");
        assertThat(result.code()).isOne();
        assertThat(result.lastLine()).contains("commits 41 to 42 were appended after the newest checkpoint");
    }

    @Test
    void a_changed_checkpoint_or_one_with_another_key_is_a_finding() throws IOException {
        var lines = shutDownService();
        var forged = directory.resolve("forged.log");
        Files.writeString(forged, Files.readString(lines).replace("\"sequence\":40", "\"sequence\":39"));

        assertThat(parcours(url, "log", "verify", "--checkpoints", forged.toString())
                        .lastLine())
                .contains("not signed by a key that is trusted");
        var other = CheckpointFixture.createKey(directory.resolve("other.pem"));
        assertThat(parcours(url, "log", "verify", "--checkpoints", lines.toString(), "--public-key", other.toString())
                        .lastLine())
                .contains("not signed by a key that is trusted");
    }

    /** @return a file with the log lines of the service */
    private Path shutDownService() throws IOException {
        var logged = new CopyOnWriteArrayList<String>();
        try (var log = CommitLogFactory.open(url, EventLogSettings.defaults(), Clock.systemUTC())) {
            CheckpointFixture.signAtShutdown(log, directory.resolve("key.pem"), logged::add);
        }
        var lines = directory.resolve("service.log");
        Files.write(lines, List.of("2026 INFO started", "2026 INFO checkpoint " + logged.getLast(), "2026 INFO ended"));
        return lines;
    }

    // -- export and import

    @ParameterizedTest
    @ValueSource(strings = {"log.ndjson", "log.ndjson.gz"})
    void an_exported_log_is_imported_with_the_same_hashes(String name) {
        var file = directory.resolve(name).toString();
        var other = "jdbc:sqlite:" + directory.resolve("other.db");
        appendTo(url, new EventData(EventLogFixtures.DISCHARGED, Set.of(ANNE), new byte[] {(byte) 0xC3, 0, 'x'}));

        assertThat(parcours(url, "log", "export", file).code()).isZero();
        var result = parcours(other, "log", "import", file);

        assertThat(result.code()).isZero();
        assertThat(result.lastLine()).contains("41 commits, 41 events");
        assertThat(head(other)).isEqualTo(head(url));
        assertThat(parcours(other, "log", "verify").code()).isZero();
    }

    private static void appendTo(String url, EventData event) {
        try (var log = CommitLogFactory.open(url, EventLogSettings.defaults(), Clock.systemUTC())) {
            EventLogFixtures.append(
                    log, new AppendRequest(EventLogFixtures.id("bytes"), List.of(event), CommitCondition.none()));
        }
    }

    @Test
    void an_interrupted_import_continues() throws IOException {
        var complete = directory.resolve("complete.ndjson");
        var partial = directory.resolve("partial.ndjson");
        parcours(url, "log", "export", complete.toString());
        Files.write(partial, Files.readAllLines(complete).subList(0, 15));
        var other = "jdbc:sqlite:" + directory.resolve("other.db");

        assertThat(parcours(other, "log", "import", partial.toString()).lastLine())
                .contains("15 commits");
        assertThat(parcours(other, "log", "import", complete.toString()).lastLine())
                .contains("40 commits");
        assertThat(parcours(other, "log", "import", complete.toString()).code()).isZero();
        assertThat(head(other)).isEqualTo(head(url));
    }

    @Test
    void commits_that_break_the_hash_chain_are_not_imported() throws IOException {
        var complete = directory.resolve("complete.ndjson");
        parcours(url, "log", "export", complete.toString());
        var lines = Files.readAllLines(complete);
        var changed = directory.resolve("changed.ndjson");
        lines.set(20, lines.get(20).replace("é21", "é99"));
        Files.write(changed, lines);
        var other = "jdbc:sqlite:" + directory.resolve("other.db");

        var result = parcours(other, "log", "import", changed.toString());

        assertThat(result.code()).isOne();
        assertThat(result.error().getLast()).startsWith("BROKEN at commit 21");
        assertThat(head(other).sequence()).isEqualTo(20);
    }

    @Test
    void a_line_that_is_not_a_commit_is_named() throws IOException {
        var file = directory.resolve("wrong.ndjson");
        Files.writeString(file, "{\"sequence\": 1}\n");
        var other = "jdbc:sqlite:" + directory.resolve("other.db");

        var result = parcours(other, "log", "import", file.toString());

        assertThat(result.code()).isOne();
        assertThat(result.error().getLast()).contains("Line 1").contains("'events'");
    }

    @Test
    void a_different_log_is_not_imported_into_one_that_has_commits() {
        var file = directory.resolve("log.ndjson").toString();
        parcours(url, "log", "export", file);
        var other = "jdbc:sqlite:" + directory.resolve("other.db");
        appendCommits(other, 5, 8);

        assertThat(parcours(other, "log", "import", file).error().getLast()).contains("another commit 4");
        assertThat(head(other).sequence()).isEqualTo(4);
    }

    @Test
    void a_part_of_the_log_can_be_exported_to_standard_output() {
        var result = parcours(url, "log", "export", "--after", "38");

        assertThat(result.code()).isZero();
        assertThat(result.out()).hasSize(2).last().asString().contains("\"sequence\":40", "é40");
    }

    // -- tail

    @Test
    void the_tail_shows_event_names_and_no_patient_data() {
        var result = parcours(url, "log", "tail", "--no-follow");

        assertThat(result.code()).isZero();
        assertThat(result.out()).hasSize(10);
        assertThat(result.lastLine())
                .contains("40  ", "org.parcours.PatientAdmitted", "patient:anne")
                .doesNotContain("é");
        assertThat(parcours(url, "log", "tail", "--no-follow", "--after", "37").out())
                .hasSize(3);
    }

    // -- wrong usage

    @Test
    void wrong_usage_exits_with_2_and_help_shows_the_usage() {
        assertThat(parcours(url, "log", "verify", "--nonsense").code()).isEqualTo(2);
        assertThat(parcours(url, "lag").code()).isEqualTo(2);
        assertThat(parcours(url, "log", "import").code()).isEqualTo(2);
        assertThat(parcours(url, "log", "import", "nowhere.ndjson").code()).isEqualTo(2);
        assertThat(parcours(url, "log", "verify", "--stopped").code()).isEqualTo(2);
        assertThat(parcours("jdbc:h2:mem:x", "log", "verify").code()).isEqualTo(2);
        for (var help : List.of(
                List.of("--help"),
                List.of("log", "--help"),
                List.of("log", "verify", "--help"),
                List.of("log", "tail", "--help"))) {
            var result = parcours(url, help.toArray(String[]::new));
            assertThat(result.code()).isZero();
            assertThat(result.out().getFirst()).startsWith("Usage: parcours");
        }
    }

    @Test
    void commands_that_read_do_not_create_a_missing_log() {
        var nowhere = directory.resolve("nowhere.db");

        assertThat(parcours("jdbc:sqlite:" + nowhere, "log", "verify").code()).isOne();
        assertThat(parcours("jdbc:sqlite:" + nowhere, "log", "tail", "--no-follow")
                        .code())
                .isOne();
        assertThat(nowhere).doesNotExist();
    }

    private void executeSql(String sql) {
        try (var database = Database.open(url)) {
            int changed = database.write(connection -> {
                try (var statement = connection.createStatement()) {
                    return statement.executeUpdate(sql);
                }
            });
            assertThat(changed).isPositive();
        }
    }
}
