package org.parcours.command.api.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.jayway.jsonpath.JsonPath;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.api.ProblemDetailsAdvice;
import org.parcours.command.documents.FakeDocumentStore;
import org.parcours.command.intake.hl7.Hl7MessageParser;
import org.parcours.command.intake.hl7.Hl7TestProperties;
import org.parcours.command.message.ReceivedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.processing.FakeMessageRecorder;
import org.parcours.command.processing.TestPipeline;
import org.parcours.command.quarantine.JdbcQuarantine;
import org.parcours.command.quarantine.QuarantineFilter;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.command.quarantine.QuarantinedMessage.QuarantineState;
import org.parcours.command.store.Database;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.util.unit.DataSize;

/** The API with which a person searches, corrects and resubmits rejected messages. */
class QuarantineApiTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    /** A message whose patient has no identifier. */
    private static final String REJECTED = "MSH|^~\\&|GAM|CHU|PARCOURS|CHU|20260301101500||ADT^A01|%s|P|2.5\r\n"
            + "PID|1||^^^CHU||DUPRÉ^ANNE^^^^^D\rPV1|1|I|CARDIO\r";

    private final FakeMessageRecorder recorder = new FakeMessageRecorder();
    private final Hl7MessageParser hl7 =
            new Hl7MessageParser(Hl7TestProperties.hl7(), new FakeDocumentStore(), Clock.systemUTC());
    private final Set<String> addedMappings = new HashSet<>();

    /** By the id of the message on which the parser fails. */
    private final Map<String, Throwable> failures = new HashMap<>();

    @TempDir
    private Path folder;

    private Database database;
    private JdbcQuarantine quarantine;
    private MockMvc http;

    @BeforeEach
    void start() {
        database = Database.open("jdbc:sqlite:" + folder.resolve("parcours.db"));
        quarantine = new JdbcQuarantine(database, "PARC-0208");
        QuarantineProperties properties = new QuarantineProperties(
                300, 2, 10, DataSize.ofMegabytes(4), 1, Duration.ofSeconds(5), DataSize.ofKilobytes(64));
        ResubmissionService resubmission = new ResubmissionService(
                quarantine,
                TestPipeline.processor(recorder, quarantine),
                Map.of(Hl7MessageParser.FEED, _ -> this::receive),
                Clock.systemUTC());
        http = MockMvcBuilders.standaloneSetup(
                        new QuarantineSearchController(quarantine, properties),
                        new ResubmissionController(quarantine, resubmission, properties))
                .setControllerAdvice(new ProblemDetailsAdvice())
                .build();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    /** Parses the message; after {@code addedMappings} was filled, the parser accepts it, as with a new mapping. */
    private ReceivedMessage receive(byte[] raw) {
        String text = new String(raw, StandardCharsets.ISO_8859_1);
        failures.forEach((messageId, failure) -> {
            if (text.contains("|" + messageId + "|")) {
                throwUnchecked(failure);
            }
        });
        return hl7.receive(
                addedMappings.isEmpty()
                        ? raw
                        : text.replace("||^^^CHU||", "||7^^^CHU||").getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void the_range_of_the_rejected_field_is_returned() throws Exception {
        put(1, REJECTED.formatted("M1"), StandardCharsets.ISO_8859_1);

        String response = http.perform(get("/api/quarantine/" + id(1) + "/text"))
                .andExpect(jsonPath("$.complete").value(true))
                .andExpect(jsonPath("$.charset").value("ISO-8859-1"))
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);

        String text = JsonPath.read(response, "$.text");
        assertThat(text).contains("DUPRÉ");
        int start = JsonPath.read(response, "$.fieldRange.start");
        int end = JsonPath.read(response, "$.fieldRange.end");
        assertThat(text.substring(start, end)).isEqualTo("^^^CHU");
    }

    @Test
    void a_correction_keeps_the_charset_and_the_line_endings_of_the_original() throws Exception {
        put(1, REJECTED.formatted("M1"), StandardCharsets.ISO_8859_1);
        String corrected = REJECTED.formatted("M1").replace("||^^^CHU||", "||7^^^CHU||");

        correct(1, asSubmittedByForm(corrected))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.status").value("recorded"));

        assertThat(quarantine.findClaim(id(1)).orElseThrow().raw())
                .isEqualTo(corrected.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(recorder.messages()).hasSize(1);
        assertThat(quarantine
                        .get(id(1))
                        .orElseThrow()
                        .resubmission()
                        .orElseThrow()
                        .by())
                .isEqualTo("Zoé");
    }

    @Test
    void a_correction_submitted_twice_is_recorded_once() throws Exception {
        put(1, REJECTED.formatted("M1"), StandardCharsets.UTF_8);
        String corrected = asSubmittedByForm(REJECTED.formatted("M1").replace("||^^^CHU||", "||7^^^CHU||"));

        correct(1, corrected).andExpect(status().isCreated());
        correct(1, corrected)
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.status").value("duplicate"));

        assertThat(recorder.messages()).hasSize(1);
    }

    @Test
    void a_correction_of_a_rejected_attempt_resubmits_the_original() throws Exception {
        put(1, REJECTED.formatted("M1"), StandardCharsets.UTF_8);
        String response = correct(1, asSubmittedByForm(REJECTED.formatted("").replace("ANNE", "ANNA")))
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.code").value("PARC-0301"))
                .andExpect(jsonPath("$.field").value("MSH-10"))
                .andReturn()
                .getResponse()
                .getContentAsString();
        String attempt = JsonPath.read(response, "$.quarantine");
        assertThat(attempt).isNotEqualTo(id(1).toString());

        http.perform(post("/api/quarantine/" + attempt + "/correct")
                        .contentType("application/json")
                        .content(json(REJECTED.formatted("M1").replace("||^^^CHU||", "||7^^^CHU||"))))
                .andExpect(status().isCreated());

        assertThat(quarantine.get(id(1)).orElseThrow().state()).isEqualTo(QuarantineState.RESUBMITTED);
        assertThat(quarantine.newestFirst(
                        QuarantineFilter.inState(Optional.of(QuarantineState.OPEN)), 9, Optional.empty()))
                .as("no message is open")
                .isEmpty();
    }

    @Test
    void a_character_that_the_charset_lacks_is_an_error() throws Exception {
        put(1, REJECTED.formatted("M1"), StandardCharsets.ISO_8859_1);

        correct(1, REJECTED.formatted("M1").replace("ANNE", "ŁUCJA"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.field").value("text"));
    }

    @Test
    void a_correction_requires_the_name_of_the_person() throws Exception {
        put(1, REJECTED.formatted("M1"), StandardCharsets.UTF_8);

        http.perform(post("/api/quarantine/" + id(1) + "/correct")
                        .contentType("application/json")
                        .content("{\"text\": \"MSH\", \"by\": \" \"}"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.field").value("by"));
    }

    @Test
    void a_message_with_control_characters_cannot_be_corrected_as_text() throws Exception {
        put(1, "MSH|^~\\&|GAM\r\u0001", StandardCharsets.UTF_8);

        http.perform(get("/api/quarantine/" + id(1) + "/text"))
                .andExpect(jsonPath("$.complete").value(false));
        correct(1, "MSH|^~\\&|GAM\r").andExpect(status().isBadRequest());
    }

    @Test
    void a_text_search_covers_all_messages_and_continues_with_the_next_page() throws Exception {
        for (int i = 1; i <= 450; i++) {
            put(
                    i,
                    REJECTED.formatted("M" + i) + (i == 30 || i == 300 || i == 450 ? "NTE|1||Élan\r" : ""),
                    StandardCharsets.ISO_8859_1);
        }

        String firstPage = search("{\"text\": \"ÉLAN\", \"state\": \"open\"}")
                .andExpect(jsonPath("$.messages[*].id", hasSize(2)))
                .andExpect(jsonPath("$.messages[0].id").value(id(450).toString()))
                .andReturn()
                .getResponse()
                .getContentAsString();
        String next = JsonPath.read(firstPage, "$.next");
        search("{\"text\": \"élan\", \"before\": \"" + next + "\"}")
                .andExpect(jsonPath("$.messages[*].id", hasSize(1)))
                .andExpect(jsonPath("$.messages[0].id").value(id(30).toString()))
                .andExpect(jsonPath("$.next").doesNotExist());
        search("{\"text\": \"nowhere\"}").andExpect(jsonPath("$.messages", hasSize(0)));
    }

    @Test
    void a_text_search_covers_the_first_max_text_bytes_also_where_they_end_inside_a_character() throws Exception {
        // The limit is 64 KB; the accented character takes its last byte and the one behind it.
        String header = REJECTED.formatted("M1") + "NTE|1||Élan ";
        int length = header.getBytes(StandardCharsets.UTF_8).length;
        put(1, header + "x".repeat(65_535 - length) + "é hidden\r", StandardCharsets.UTF_8);

        search("{\"text\": \"élan\"}").andExpect(jsonPath("$.messages", hasSize(1)));
        search("{\"text\": \"hidden\"}").andExpect(jsonPath("$.messages", hasSize(0)));
    }

    @Test
    void a_group_is_resubmitted_oldest_first_with_a_result_per_message() throws Exception {
        put(3, REJECTED.formatted("M3"), StandardCharsets.UTF_8);
        put(1, REJECTED.formatted("M1"), StandardCharsets.UTF_8);
        put(2, REJECTED.formatted("M2"), StandardCharsets.UTF_8);
        http.perform(get("/api/quarantine/groups"))
                .andExpect(jsonPath("$[0].sender").value("GAM"))
                .andExpect(jsonPath("$[0].messages").value(3));
        addedMappings.add("a mapping");

        resubmitGroup()
                .andExpect(jsonPath("$.results[*].id", hasSize(2)))
                .andExpect(jsonPath("$.results[0].status").value("recorded"))
                .andExpect(jsonPath("$.more").value(true));
        resubmitGroup()
                .andExpect(jsonPath("$.results[*].id", hasSize(1)))
                .andExpect(jsonPath("$.more").value(false));
        resubmitGroup().andExpect(jsonPath("$.results[*].id", hasSize(0)));

        assertThat(recorder.messages())
                .extracting(message -> message.messageId())
                .containsExactly("M1", "M2", "M3");
    }

    @Test
    void a_bulk_resubmission_returns_a_result_per_message() throws Exception {
        put(1, REJECTED.formatted("M1"), StandardCharsets.UTF_8);

        http.perform(post("/api/quarantine/resubmit")
                        .contentType("application/json")
                        .content("{\"by\": \"Zoé\", \"ids\": [\"%s\", \"%s\"]}".formatted(id(1), id(9))))
                .andExpect(jsonPath("$.results[0].status").value("rejected"))
                .andExpect(jsonPath("$.results[0].code").value("PARC-0303"))
                .andExpect(jsonPath("$.results[1].status").value("unknown"));
        assertThat(quarantine.get(id(1)).orElseThrow().deliveries())
                .as("the same rejection is not stored again")
                .isEqualTo(2);
    }

    @Test
    void a_message_on_which_Parcours_fails_does_not_keep_a_bulk_resubmission_from_the_others() throws Exception {
        for (int i = 1; i <= 5; i++) {
            put(i, REJECTED.formatted("M" + i), StandardCharsets.UTF_8);
        }
        addedMappings.add("a mapping");
        failures.put("M1", new IllegalStateException("receiving fails"));
        failures.put("M2", new StackOverflowError());
        failures.put("M4", new OutOfMemoryError("as thrown for one message"));

        http.perform(post("/api/quarantine/resubmit")
                        .contentType("application/json")
                        .content("""
                        {"by": "Zoé", "sender": "GAM", "code": "PARC-0303", "field": "PID-3"}"""))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.results[*].status", contains("failed", "failed")))
                .andExpect(jsonPath("$.results[0].reason", containsString("defect of Parcours")))
                .andExpect(jsonPath("$.more").value(true))
                .andExpect(jsonPath("$.next").value(id(2).toString()));
        http.perform(post("/api/quarantine/resubmit")
                        .contentType("application/json")
                        .content("{\"by\": \"Zoé\", \"ids\": [\"%s\", \"%s\"]}".formatted(id(4), id(3))))
                .andExpect(jsonPath("$.results[*].status", contains("failed", "recorded")));

        assertThat(quarantine.get(id(4)).orElseThrow())
                .returns(QuarantineState.OPEN, QuarantinedMessage::state)
                .returns("PARC-0303", QuarantinedMessage::code);
    }

    @Test
    void the_messages_of_a_group_behind_those_that_are_rejected_again_are_resubmitted_too() throws Exception {
        put(1, REJECTED.formatted("M1"), StandardCharsets.UTF_8);
        put(2, REJECTED.formatted("M2"), StandardCharsets.UTF_8);
        put(3, REJECTED.formatted("M3"), StandardCharsets.UTF_8);

        String first = resubmitGroup()
                .andExpect(jsonPath("$.results[*].status", contains("rejected", "rejected")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        http.perform(post("/api/quarantine/resubmit")
                        .contentType("application/json")
                        .content("""
                        {"by": "Zoé", "sender": "GAM", "code": "PARC-0303", "field": "PID-3", "after": "%s"}""".formatted((String) JsonPath.read(first, "$.next"))))
                .andExpect(jsonPath("$.results[*].id", contains(id(3).toString())))
                .andExpect(jsonPath("$.more").value(false))
                .andExpect(jsonPath("$.next").doesNotExist());
    }

    @Test
    void a_bulk_resubmission_stops_while_the_log_is_unavailable() throws Exception {
        put(1, REJECTED.formatted("M1"), StandardCharsets.UTF_8);
        put(2, REJECTED.formatted("M2"), StandardCharsets.UTF_8);
        addedMappings.add("a mapping");
        recorder.becomeUnavailable();

        resubmitGroup()
                .andExpect(jsonPath("$.results[*].status", hasSize(1)))
                .andExpect(jsonPath("$.results[0].status").value("unavailable"))
                .andExpect(jsonPath("$.more").value(true));
    }

    private static void throwUnchecked(Throwable failure) {
        switch (failure) {
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalArgumentException(failure);
        }
    }

    private ResultActions search(String request) throws Exception {
        return http.perform(post("/api/quarantine/search")
                        .contentType("application/json")
                        .content(request.getBytes(StandardCharsets.UTF_8)))
                .andExpect(status().isOk());
    }

    private ResultActions resubmitGroup() throws Exception {
        return http.perform(post("/api/quarantine/resubmit")
                        .contentType("application/json")
                        .content("""
                        {"by": "Zoé", "sender": "GAM", "code": "PARC-0303", "field": "PID-3"}"""))
                .andExpect(status().isOk());
    }

    private ResultActions correct(int number, String text) throws Exception {
        return http.perform(post("/api/quarantine/" + id(number) + "/correct")
                .contentType("application/json")
                .content(json(text)));
    }

    private static byte[] json(String text) {
        return tools.jackson.databind.json.JsonMapper.shared().writeValueAsBytes(Map.of("by", "Zoé", "text", text));
    }

    /** A textarea submits lines that end with CRLF. */
    private static String asSubmittedByForm(String text) {
        return text.replaceAll("\\r\\n|\\r|\\n", "\r\n");
    }

    private void put(int number, String text, Charset charset) {
        byte[] raw = text.getBytes(charset);
        Rejection rejection = hl7.receive(raw).parse() instanceof Rejection parsed
                ? parsed
                : new Rejection("PARC-0999", "MSH", "none");
        quarantine.put(QuarantinedMessage.rejected(
                id(number),
                NOON.plusSeconds(number),
                Hl7MessageParser.FEED,
                "GAM",
                "application/hl7-v2",
                raw,
                rejection));
    }

    private static UUID id(int number) {
        return UUID.fromString("01957b2c-%04x-7000-8000-000000000000".formatted(number));
    }
}
