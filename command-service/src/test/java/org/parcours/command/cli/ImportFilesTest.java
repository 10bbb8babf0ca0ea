package org.parcours.command.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.documents.JdbcDocumentStore;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.intake.SampleFiles;
import org.parcours.command.quarantine.JdbcQuarantine;
import org.parcours.command.quarantine.QuarantineFilter;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.command.store.Database;
import org.parcours.command.store.Hash;
import org.parcours.events.DataEntryMode;
import org.parcours.events.Envelope;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.codec.EventCodec;

/** {@code bin/parcours import …}: imports the messages of an old record. */
class ImportFilesTest {

    /** MSH-11 of the samples is T. */
    private static final String TRAINING_MESSAGES_TOO = "--parcours.hl7.accepted-processing-ids=P,T";

    private static final String ADMISSION = """
            MSH|^~\\&|GAM|HOP|PARCOURS|HOP|20160301101500||ADT^A01|%s|P|2.5
            EVN|A01|20160301101500
            PID|1||%s^^^&2.999.10.1&ISO^PI||ESSAI^Paul^^^^^D
            PV1|1|I|CARD^^^HOP||||||||||||||||V%s^^^&2.999.10.2&ISO^VN
            """;

    /** How many of the 100 Synthea patients are imported. */
    private static final int PATIENTS = Integer.getInteger("lives", 3);

    private final EventCodec codec = new EventCodec();

    @TempDir
    private Path directory;

    private String url;

    /** The exit code and the output of a command. */
    private record CommandResult(int code, List<String> out, String error) {
        String lastLine() {
            return out.getLast();
        }
    }

    @BeforeEach
    void chooseLog() {
        url = "jdbc:sqlite:" + directory.resolve("parcours.db");
    }

    @Test
    void an_import_of_ten_years_that_was_killed_continues_and_records_each_message_once() throws Exception {
        Path messages = SampleFiles.folder("hl7v2/simhospital")
                .map(folder -> folder.resolve("messages.out"))
                .orElse(directory.resolve("none"));
        assumeTrue(Files.exists(messages), "shared/samples is not beside the project");
        CommandResult uninterrupted = parcours(
                "jdbc:sqlite:" + directory.resolve("uninterrupted.db"),
                "import",
                messages.toString(),
                TRAINING_MESSAGES_TOO);
        List<String> expected = eventSummaries("jdbc:sqlite:" + directory.resolve("uninterrupted.db"));
        assertThat(uninterrupted.lastLine()).contains("1 of 1 files, 1013 messages");

        Process killed = launch(
                "import",
                messages.toString(),
                "--parcours.import.checkpoint-interval=50",
                "--parcours.import.max-concurrent=8",
                TRAINING_MESSAGES_TOO);
        try {
            waitUntil(() -> headPosition(url) > 300, killed);
        } finally {
            killed.destroyForcibly().waitFor();
        }
        long headBefore = headPosition(url);
        assertThat(headBefore).as("killed during the import").isLessThan(expected.size());
        CommandResult resumed = parcours(url, "import", messages.toString(), TRAINING_MESSAGES_TOO);

        assertThat(resumed.out().getFirst()).contains("imported earlier");
        assertThat(eventSummaries(url)).containsExactlyInAnyOrderElementsOf(expected);
        long head = headPosition(url);

        CommandResult repeated = parcours(url, "import", messages.toString(), TRAINING_MESSAGES_TOO);
        assertThat(repeated.lastLine()).contains("0 messages, 0 recorded");
        CommandResult reimported = parcours(url, "import", "--again", messages.toString(), TRAINING_MESSAGES_TOO);
        assertThat(reimported.lastLine()).contains("1013 messages, 0 recorded");
        assertThat(headPosition(url)).isEqualTo(head);
    }

    @Test
    void imported_events_are_marked_as_migration_and_keep_their_times() throws IOException {
        CommandResult result =
                parcours(url, "import", file("one.hl7", admissions(1)).toString());

        assertThat(result.code()).isZero();
        assertThat(result.out().getFirst()).endsWith("one.hl7: recorded 1, duplicates 0, unsupported 0, quarantined 0");
        assertThat(result.lastLine()).isEqualTo("imported: 1 of 1 files, 1 messages, 1 recorded as 2 events");
        assertThat(events(url)).allSatisfy(event -> {
            assertThat(event.reporter().entryMode()).isEqualTo(DataEntryMode.MIGRATION);
            assertThat(event.occurredAt().toInstant()).isEqualTo(Instant.parse("2016-03-01T09:15:00Z"));
        });
    }

    @Test
    void hl7_messages_are_read_with_any_separator() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("old"));
        String threeMessages = admissions(3);
        write(folder.resolve("1-lf.hl7"), threeMessages);
        write(folder.resolve("2-cr.hl7"), threeMessages.replace("\n", "\r"));
        write(
                folder.resolve("3-crlf-with-blank-lines.txt"),
                threeMessages.replace("\n", "\r\n").replace("MSH|", "\r\nMSH|"));
        write(
                folder.resolve("4-mllp.bin"),
                threeMessages
                                .replace("\n", "\r")
                                .replace("\rMSH|", "\r\u001c\r\u000bMSH|")
                                .replaceFirst("^", "\u000b") + "\u001c\r");
        write(
                folder.resolve("5-batch.hl7"),
                "FHS|^~\\&|GAM\rBHS|^~\\&|GAM\r" + threeMessages.replace("\n", "\r") + "BTS|3\rFTS|1\r");
        write(folder.resolve("6-with-byte-order-mark.hl7"), "\ufeff" + threeMessages);
        try (OutputStream compressed =
                new GZIPOutputStream(Files.newOutputStream(folder.resolve("7-compressed.hl7.gz")))) {
            compressed.write(threeMessages.getBytes(UTF_8));
        }

        CommandResult result = parcours(url, "import", folder.toString());

        assertThat(result.out().getFirst()).contains("recorded 3, duplicates 0, unsupported 0, quarantined 0");
        assertThat(result.out().subList(1, 7)).allSatisfy(line -> assertThat(line)
                .contains("recorded 0, duplicates 3, unsupported 0, quarantined 0"));
        assertThat(result.lastLine()).isEqualTo("imported: 7 of 7 files, 21 messages, 3 recorded as 6 events");
    }

    @Test
    void cloudevents_are_read_one_per_line_and_invalid_ones_are_quarantined() throws IOException {
        Path file = file("facts.ndjson", fact("F1", "1", "S1") + "\n\nno JSON\n" + fact("F2", "1", "S2") + "\n");

        CommandResult result = parcours(url, "import", file.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out().getFirst())
                .endsWith(
                        "facts.ndjson: recorded 2, duplicates 0, unsupported 0, quarantined 1 (PARC-0101: 1) at line 3");
        assertThat(result.lastLine())
                .isEqualTo("IMPORTED WITH ERRORS in 1 files: 1 of 1 files, 3 messages, 2 recorded as 3 events");
        assertThat(quarantined()).singleElement().satisfies(message -> {
            assertThat(new String(message.raw(), UTF_8)).isEqualTo("no JSON");
            assertThat(message.reason()).endsWith("(file facts.ndjson, line 3)");
        });
    }

    @Test
    void fhir_resources_are_read_one_per_line_or_one_per_file() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("old"));
        write(
                folder.resolve("1-lines.ndjson"),
                procedure("p1", "1") + "\n\n{no JSON\n" + bundle(procedure("p2", "1")) + "\n");
        write(
                folder.resolve("2-single.json"),
                procedure("p3", "2").replace("{\"resourceType\"", "{\n  \"resourceType\"") + "\n");
        write(folder.resolve("3-single.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <Procedure xmlns="http://hl7.org/fhir"><id value="p4"/><status value="completed"/>
                <code><text value="Lever"/></code><subject><identifier><system value="urn:oid:2.999.10.1"/><value value="2"/></identifier>
                </subject><performedDateTime value="2016-03-01T09:30:00+01:00"/></Procedure>
                """);

        CommandResult result = parcours(url, "import", "--parcours.import.source=DPI", folder.toString());

        assertThat(result.out().get(0)).contains("1-lines.ndjson: recorded 2,", "quarantined 1 (PARC-0501: 1)");
        assertThat(result.out().get(1)).contains("2-single.json: recorded 1,", "quarantined 0");
        assertThat(result.out().get(2)).contains("3-single.xml: recorded 1,", "quarantined 0");
        assertThat(events(url).stream()
                        .filter(event -> event.event() instanceof StepRecorded)
                        .map(event -> event.reporter().application() + " "
                                + event.reporter().entryMode() + " "
                                + event.occurredAt().toInstant()))
                .hasSize(4)
                .containsOnly("DPI MIGRATION 2016-03-01T08:30:00Z");
        assertThat(parcours(url, "import", "--again", "--parcours.import.source=DPI", folder.toString())
                        .lastLine())
                .contains("5 messages, 0 recorded");
    }

    @Test
    void a_bulk_export_is_imported_in_any_order_and_its_errors_name_file_and_line() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("export"));
        write(
                folder.resolve("Observation.ndjson"),
                "\ufeff" + observation("o1") + "\r\n\r\n" + observation("o2") + "\r\n{\r\n");
        write(folder.resolve("Patient.ndjson"), """
                {"resourceType":"Patient","id":"p","identifier":[{"system":"urn:oid:2.999.10.1","value":"7"}],"name":[{"family":"ESSAI"}]}
                """);
        try (var gzip =
                new java.util.zip.GZIPOutputStream(Files.newOutputStream(folder.resolve("Procedure.ndjson.gz")))) {
            gzip.write((procedure("p9", "7") + "\n").getBytes(StandardCharsets.UTF_8));
        }

        CommandResult result = parcours(url, "import", "--parcours.import.source=DPI", folder.toString());

        assertThat(result.out().get(0)).contains("Observation.ndjson: recorded 2,", "quarantined 1", "at line 4");
        assertThat(result.out().get(1)).contains("Patient.ndjson: recorded 1,");
        assertThat(result.out().get(2)).contains("Procedure.ndjson.gz: recorded 1,");
        assertThat(events(url))
                .extracting(Envelope::subject)
                .containsOnly(events(url).getFirst().subject());
    }

    @Test
    void resources_that_stand_one_after_the_other_are_read_each_and_nothing_between_them_is_skipped() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("several"));
        String pretty = procedure("p1", "1").replace("{\"resourceType\"", "{\n  \"resourceType\"");
        write(folder.resolve("1-pretty.json"), pretty + "\n" + pretty.replace("p1", "p2") + "\n??\n");
        write(folder.resolve("2-array.json"), "[\n" + procedure("p3", "1") + ",\n" + procedure("p4", "1") + "\n]\n");
        String xml = """
                <?xml version="1.0"?><!-- < -->
                <Patient xmlns="http://hl7.org/fhir"><id value="a>b"/><identifier><system value="urn:oid:2.999.10.1"/><value value="%s"/></identifier></Patient>
                """;
        write(
                folder.resolve("3-several.xml"),
                (xml.formatted("1") + xml.formatted("2")).replace("a>b", "a") + "<!-- end -->\n");

        CommandResult result = parcours(url, "import", "--parcours.import.source=DPI", folder.toString());

        assertThat(result.out().get(0))
                .contains("1-pretty.json: recorded 2,", "quarantined 1 (PARC-0501: 1) at line 5");
        assertThat(result.out().get(1)).contains("2-array.json: recorded 2,", "quarantined 0");
        assertThat(result.out().get(2)).contains("3-several.xml: recorded 2,", "quarantined 0");
    }

    private static String observation(String id) {
        return """
                {"resourceType":"Observation","id":"%s","status":"final","code":{"text":"Sodium"},"subject":{"reference":"Patient/p"},\
                "effectiveDateTime":"2026-03-10","valueQuantity":{"value":140}}""".formatted(id);
    }

    @Test
    void json_and_xml_in_utf_16_are_imported_as_in_utf_8_and_half_a_character_is_rejected() throws Exception {
        String procedure = """
                {"resourceType":"Procedure","id":"%s","status":"completed","code":{"text":"Œdème du pied \uD83E\uDDB6"},\
                "subject":{"identifier":{"system":"urn:oid:2.999.10.1","value":"900"}},"performedDateTime":"2026-03-02"}
                """;
        String xml = """
                <?xml version="1.0" encoding="UTF-16"?>
                <Procedure xmlns="http://hl7.org/fhir"><id value="p3"/><status value="completed"/>
                <code><text value="Œdème du pied \uD83E\uDDB6"/></code>
                <subject><identifier><system value="urn:oid:2.999.10.1"/><value value="900"/></identifier></subject>
                <performedDateTime value="2026-03-02"/></Procedure>
                """;
        String lines = procedure.formatted("p1")
                + procedure.formatted("broken").replace("\uD83E\uDDB6", "\uE000")
                + procedure.formatted("p2");
        byte[] ndjson = ("\uFEFF" + lines).getBytes(StandardCharsets.UTF_16LE);
        // Java writes no half of a surrogate pair: it takes the place of another character.
        ndjson[2 * lines.indexOf('\uE000') + 3] = (byte) 0xD8;
        Files.write(directory.resolve("1.ndjson"), ndjson);
        Files.write(directory.resolve("2.xml"), ("\uFEFF" + xml).getBytes(StandardCharsets.UTF_16BE));
        Files.write(directory.resolve("3.json"), procedure.formatted("p4").getBytes(StandardCharsets.UTF_16LE));

        CommandResult result = parcours(
                url,
                "import",
                "--parcours.import.source=DPI",
                directory.resolve("1.ndjson").toString(),
                directory.resolve("2.xml").toString(),
                directory.resolve("3.json").toString());

        assertThat(result.out().toString()).contains("quarantined 1 (PARC-0501: 1) at line 2");
        assertThat(events(url).stream()
                        .map(Envelope::event)
                        .filter(StepRecorded.class::isInstance)
                        .flatMap(event -> ((StepRecorded) event).title().stream()))
                .hasSize(4)
                .allMatch(title -> title.equals("Œdème du pied \uD83E\uDDB6"));
    }

    @Test
    void synthea_patients_are_imported_without_rejections() {
        Path samples = SampleFiles.folder("synthea")
                .map(folder -> folder.resolve("lives.ndjson.gz"))
                .orElse(directory.resolve("none"));
        assumeTrue(Files.exists(samples), "shared/samples is not beside the project");
        Path firstPatients = directory.resolve("lives.ndjson");
        firstLines(samples, PATIENTS, firstPatients);

        CommandResult result = parcours(url, "import", firstPatients.toString());

        assertThat(result.out().getFirst())
                .endsWith("lives.ndjson: recorded " + PATIENTS + ", duplicates 0, unsupported 0, quarantined 0");
        CommandResult reimported = parcours(url, "import", "--again", firstPatients.toString());
        assertThat(reimported.out().getFirst())
                .contains("recorded 0, duplicates " + PATIENTS + ", unsupported 0, quarantined 0");
    }

    @Test
    void events_reference_the_bytes_of_their_imported_message() throws IOException {
        parcours(url, "import", file("one.hl7", admissions(1)).toString());

        try (Database database = Database.open(url)) {
            JdbcDocumentStore documents = new JdbcDocumentStore(database, 1 << 20);
            assertThat(events(url)).allSatisfy(event -> assertThat(documents
                            .get(Hash.parse(event.reporter().raw().orElseThrow()))
                            .orElseThrow()
                            .bytes())
                    .asString(UTF_8)
                    .isEqualTo(admissions(1)));
        }
    }

    @Test
    void only_messages_appended_to_a_file_since_its_import_are_imported() throws IOException {
        Path file = file("growing.ndjson", fact("F1", "1", "S1") + "\n");
        parcours(url, "import", file.toString());

        write(file, Files.readString(file) + fact("F2", "1", "S2") + "\n");

        assertThat(parcours(url, "import", file.toString()).out().getFirst())
                .contains("recorded 1, duplicates 0")
                .endsWith("imported earlier 1");
    }

    @Test
    void a_different_file_with_the_same_name_is_read_from_its_beginning() throws IOException {
        Path file = file("daily.ndjson", fact("F1", "1", "S1") + "\n");
        parcours(url, "import", file.toString());

        write(file, fact("F8", "1", "S8") + "\n" + fact("F9", "1", "S9") + "\n");

        assertThat(parcours(url, "import", file.toString()).lastLine()).contains("2 recorded");
    }

    @Test
    void the_messages_of_a_patient_keep_their_order_in_a_parallel_import() throws IOException {
        String facts = IntStream.range(0, 400)
                .mapToObj(i -> fact("F" + i, "" + i % 5, "S" + i))
                .collect(Collectors.joining("\n"));

        parcours(url, "import", file("facts.ndjson", facts).toString());

        Map<String, List<Integer>> byPatient = events(url).stream()
                .filter(event -> event.event() instanceof StepRecorded)
                .collect(Collectors.groupingBy(
                        event -> event.subject().toString(),
                        Collectors.mapping(
                                event -> Integer.parseInt(
                                        event.reporter().messageId().substring(1)),
                                Collectors.toList())));
        assertThat(byPatient).hasSize(5);
        assertThat(byPatient.values())
                .allSatisfy(order -> assertThat(order).hasSize(80).isSorted());
    }

    @Test
    void a_message_that_is_too_long_is_quarantined_truncated_and_the_next_one_is_imported() throws IOException {
        String tooLong = admissions(1).strip() + "\nNTE|1||" + "x".repeat(20_000) + "\n";

        CommandResult result = parcours(
                url,
                "import",
                "--parcours.import.max-message=10KB",
                file("long.hl7", tooLong + ADMISSION.formatted("M9", "9", "9")).toString());

        assertThat(result.out().getFirst()).contains("recorded 1,").contains("quarantined 1 (PARC-0402: 1)");
    }

    @Test
    void a_file_of_unknown_format_is_reported_and_the_others_are_imported() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("old"));
        write(folder.resolve("a-letter.txt"), "Dear colleague,\n");
        write(folder.resolve("empty.hl7"), "");
        write(folder.resolve("one.hl7"), admissions(1));

        CommandResult result = parcours(url, "import", folder.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out().getFirst())
                .contains(
                        "a-letter.txt: recorded 0, duplicates 0, unsupported 0, quarantined 0, STOPPED: unknown file format");
        assertThat(result.lastLine()).contains("IMPORTED WITH ERRORS in 1 files: 3 of 3 files, 1 messages");
    }

    @Test
    void a_missing_file_is_wrong_usage() {
        assertThat(parcours(url, "import", directory.resolve("nowhere").toString())
                        .code())
                .isEqualTo(2);
    }

    private CommandResult parcours(String log, String... arguments) {
        var out = new StringWriter();
        var error = new StringWriter();
        var all = new ArrayList<>(List.of(arguments));
        all.add("--parcours.log.url=" + log);
        int code = ParcoursCommand.run(
                new PrintWriter(out, true), new PrintWriter(error, true), all.toArray(String[]::new));
        return new CommandResult(code, out.toString().lines().toList(), error.toString());
    }

    private Process launch(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=logback-cli.xml",
                "-cp",
                System.getProperty("java.class.path"),
                ParcoursCommand.class.getName()));
        command.addAll(List.of(arguments));
        command.add("--parcours.log.url=" + url);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("killed.log").toFile())
                .start();
    }

    private static void waitUntil(java.util.function.BooleanSupplier reached, Process process)
            throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(process.isAlive()).as("the import runs").isTrue();
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private static long headPosition(String log) {
        if (Files.notExists(Path.of(log.substring("jdbc:sqlite:".length())))) {
            return 0;
        }
        try (var opened = CommitLogFactory.open(log, EventLogSettings.defaults(), Clock.systemUTC())) {
            return opened.head().position();
        }
    }

    private List<Envelope> events(String log) {
        try (var opened = CommitLogFactory.open(log, EventLogSettings.defaults(), Clock.systemUTC())) {
            return opened.read(Criteria.matchAll(), 0, 10_000).stream()
                    .map(event -> codec.decodeFromLog(event.bytes(), event.position(), event.recordedAt()))
                    .toList();
        }
    }

    /** The events of a log, without ids and times of recording, which differ in each run. */
    private List<String> eventSummaries(String log) {
        return events(log).stream()
                .map(event -> "%s %s %s"
                        .formatted(
                                event.event().getClass().getSimpleName(),
                                event.reporter().messageId(),
                                event.occurredAt()))
                .toList();
    }

    private List<QuarantinedMessage> quarantined() {
        try (Database database = Database.open(url)) {
            var quarantine = new JdbcQuarantine(database, "PARC-0208");
            return quarantine.newestFirst(QuarantineFilter.ALL, 100, Optional.empty()).stream()
                    .map(message -> quarantine.get(message.id()).orElseThrow())
                    .toList();
        }
    }

    private Path file(String name, String content) throws IOException {
        return write(directory.resolve(name), content);
    }

    private static Path write(Path file, String content) throws IOException {
        return Files.writeString(file, content);
    }

    private static String admissions(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> ADMISSION.formatted("M" + i, i, i))
                .collect(Collectors.joining());
    }

    private static void firstLines(Path compressed, int count, Path to) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(compressed)), UTF_8))) {
            Files.write(to, lines.lines().limit(count).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bundle(String resource) {
        return "{\"resourceType\": \"Bundle\", \"type\": \"transaction\", \"entry\": [{\"resource\": " + resource
                + ", \"request\": {\"method\": \"POST\", \"url\": \"Procedure\"}}]}";
    }

    private static String procedure(String id, String patient) {
        return ("{\"resourceType\": \"Procedure\", \"id\": \"%s\", \"status\": \"completed\", \"code\": {\"text\": \"Lever\"},"
                        + " \"subject\": {\"identifier\": {\"system\": \"urn:oid:2.999.10.1\", \"value\": \"%s\"}},"
                        + " \"performedDateTime\": \"2016-03-01T09:30:00+01:00\"}")
                .formatted(id, patient);
    }

    private static String fact(String id, String patient, String step) {
        return ("{\"specversion\": \"1.0\", \"id\": \"%s\", \"source\": \"KINE\", \"type\": \"org.parcours.StepRecorded.v1\", \"data\":"
                        + " {\"patient\": {\"identifiers\": [{\"system\": \"urn:oid:2.999.10.1\", \"value\": \"%s\"}]},"
                        + " \"occurredAt\": \"2016-03-01T09:30:00+01:00\", \"kind\": \"physiotherapy\", \"status\": \"DONE\","
                        + " \"step\": {\"system\": \"KINE\", \"value\": \"%s\"}}}")
                .formatted(id, patient, step);
    }
}
