package org.parcours.command.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parcours.command.axon.AxonMessageRecorder;
import org.parcours.command.axon.RecordCommandSettings;
import org.parcours.command.documents.JdbcDocumentStore;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.feeds.mllp.Hl7MessageHandler;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.Hl7TestProperties;
import org.parcours.command.processing.TestPipeline;
import org.parcours.command.quarantine.JdbcQuarantine;
import org.parcours.command.store.Database;
import org.parcours.command.store.Hash;
import org.parcours.command.store.LocalPostgres;
import org.parcours.events.codec.EventCodec;

/** {@code bin/parcours log verify} compares documents and messages with the hashes in the log. */
class VerifyStoredContentTest {

    private static final byte[] LETTER = "%PDF-1.4\nLettre de liaison".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] MESSAGE =
            ("MSH|^~\\&|DPI|CHU|PARCOURS|DPI|20260301101500||MDM^T02^MDM_T02|L1|P|2.5^FRA^2.11||||||UNICODE UTF-8\r"
                            + "EVN||20260301101500\r"
                            + "PID|||123^^^CHU&2.999.1&ISO^PI||DURAND^ANNE^^^^^D\r"
                            + "PV1||I|CARDIO|||||||||||||||||V1^^^CHU&2.999.2&ISO^VN\r"
                            + "TXA|1|34112-3^Lettre de liaison^LN|application/pdf|20260301100000|||20260301100000|||||D1^DPI|||||AU\r"
                            + "OBX|1|ED|34112-3^Lettre de liaison^LN||^application^pdf^Base64^"
                            + Base64.getEncoder().encodeToString(LETTER) + "||||||F\r")
                    .getBytes(StandardCharsets.UTF_8);

    /** Without a patient: it is quarantined. */
    private static final byte[] REJECTED =
            ("MSH|^~\\&|DPI|CHU|PARCOURS|DPI|20260301101500||ADT^A01^ADT_A01|R1|P|2.5^FRA^2.11\r"
                            + "EVN||20260301101500\rPID|||||DURAND^ANNE\rPV1||I|CARDIO\r")
                    .getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    enum Store {
        SQLITE,
        POSTGRESQL
    }

    private record CommandResult(int code, List<String> out) {
        String text() {
            return String.join("\n", out);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_whole_log_with_its_documents_and_messages_is_whole(Store store) throws Exception {
        String url = received(store);

        CommandResult result = verify(url);

        assertThat(result.code()).as(result.text()).isZero();
        assertThat(result.text())
                .contains("2 documents and messages and 1 quarantined messages compared")
                .contains("WHOLE");
    }

    @ParameterizedTest
    @EnumSource
    void one_changed_byte_of_a_stored_letter_is_found(Store store) throws Exception {
        String url = received(store);
        byte[] changed = LETTER.clone();
        changed[changed.length - 1]++;
        update(
                url,
                "UPDATE document SET bytes = ? WHERE hash = ?",
                changed,
                Hash.of(LETTER).bytes());

        CommandResult result = verify(url);

        assertThat(result.code()).isOne();
        assertThat(result.text())
                .containsPattern("the document " + Hash.of(LETTER) + " of event \\d+ was changed")
                .contains("BROKEN    1 findings");
        assertThat(verify(url, "--without-documents").code()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void one_changed_byte_of_a_stored_message_is_found(Store store) throws Exception {
        String url = received(store);
        byte[] changed = MESSAGE.clone();
        changed[200]++;
        update(
                url,
                "UPDATE document SET bytes = ? WHERE hash = ?",
                changed,
                Hash.of(MESSAGE).bytes());

        assertThat(verify(url).text())
                .containsPattern("the message as received " + Hash.of(MESSAGE) + " of event \\d+ was changed")
                .contains("BROKEN    1 findings");
    }

    @ParameterizedTest
    @EnumSource
    void a_changed_byte_of_a_quarantined_message_is_found(Store store) throws Exception {
        String url = received(store);
        byte[] changed = REJECTED.clone();
        changed[20]++;
        update(url, "UPDATE quarantine_raw SET raw = ?", changed);

        assertThat(verify(url).text())
                .containsPattern("the quarantined message [0-9a-f-]{36} was changed")
                .contains("BROKEN    1 findings");
    }

    @ParameterizedTest
    @EnumSource
    void documents_that_are_missing_or_have_another_hash_are_found(Store store) throws Exception {
        String url = received(store);
        update(url, "DELETE FROM document WHERE hash = ?", (Object)
                Hash.of(LETTER).bytes());
        update(
                url,
                "UPDATE document SET hash = ? WHERE hash = ?",
                Hash.of(new byte[0]).bytes(),
                Hash.of(MESSAGE).bytes());

        assertThat(verify(url).text())
                .containsPattern("the document " + Hash.of(LETTER) + " of event \\d+ is missing")
                .containsPattern("the message as received " + Hash.of(MESSAGE) + " of event \\d+ is missing")
                .contains(Hash.of(new byte[0]) + " was changed")
                .contains("no event refers to it")
                .contains("BROKEN    3 findings");
    }

    private String received(Store store) throws Exception {
        String url =
                switch (store) {
                    case SQLITE -> "jdbc:sqlite:" + directory.resolve("parcours.db");
                    case POSTGRESQL -> LocalPostgres.shared().newDatabase();
                };
        EventCodec codec = new EventCodec();
        try (Database database = Database.open(url);
                var log = CommitLogFactory.open(database, EventLogSettings.defaults(), Clock.systemUTC());
                var recorder = AxonMessageRecorder.start(log, codec, RecordCommandSettings.DEFAULT)) {
            Hl7MessageHandler handler = new Hl7MessageHandler(
                    new Hl7MessageParser(
                            Hl7TestProperties.hl7(), new JdbcDocumentStore(database, 1 << 20), Clock.systemUTC()),
                    TestPipeline.processor(recorder, new JdbcQuarantine(database), Clock.systemUTC()),
                    Hl7TestProperties.hl7().zone(),
                    Clock.systemUTC());
            assertThat(new String(handler.handle(MESSAGE), StandardCharsets.UTF_8))
                    .contains("\rMSA|AA|L1");
            assertThat(new String(handler.handle(REJECTED), StandardCharsets.UTF_8))
                    .contains("\rMSA|AE|R1");
        }
        return url;
    }

    private static void update(String url, String sql, Object... parameters) {
        try (Database database = Database.open(url)) {
            int changed = database.write(connection -> Database.update(connection, sql, parameters));
            assertThat(changed).isOne();
        }
    }

    private CommandResult verify(String url, String... options) {
        StringWriter out = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("log", "verify", "--parcours.log.url=" + url));
        arguments.addAll(List.of(options));
        int code = ParcoursCommand.run(
                new PrintWriter(out, true),
                new PrintWriter(new StringWriter(), true),
                arguments.toArray(String[]::new));
        return new CommandResult(code, out.toString().lines().toList());
    }
}
