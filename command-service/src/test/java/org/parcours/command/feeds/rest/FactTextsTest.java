package org.parcours.command.feeds.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.parcours.command.feeds.rest.FactsEndpoint.DATA;
import static org.parcours.command.feeds.rest.FactsEndpoint.event;
import static org.parcours.command.feeds.rest.FactsEndpoint.stepWith;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parcours.command.quarantine.QuarantinedMessage;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.OtherEvent.StepRecorded;
import org.springframework.test.web.servlet.ResultActions;

/** Texts and numbers that no store keeps as they are, and those that only look odd. */
class FactTextsTest {

    private final FactsEndpoint facts = new FactsEndpoint();

    @ParameterizedTest
    @ValueSource(strings = {"\\\"😉̼.is+Fine火\\\"", "e\u0301", "'; drop", "👩\u200D⚕️", "ª\u00A0b", "\\\\ / ?#%20"})
    void an_id_is_kept_exactly_and_sent_twice_it_is_one_fact(String id) throws Exception {
        facts.send(event(id, "KINE", DATA)).andExpect(status().isCreated());
        facts.send(event(id, "KINE", DATA))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$[0].status").value("duplicate"));

        assertThat(facts.recorder.onlyMessage().messageId())
                .isEqualTo(id.replace("\\\"", "\"").replace("\\\\", "\\"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "\"E1\", \"E\\u0000\", id",
                "\"E1\", \"E\\ud83d\", id",
                "\"E1\", \"E\\nINFO forged\", id",
                "\"E1\", \"E\\u009f\", id",
                "\"E1\", \"E\\ufffe\", id",
                "\"KINE\", \"K\\u0000\", source",
                "\"KINE\", \"K\\r\\nINFO forged\", source",
                "\"KINE\", \"K\\udc00\", source",
                "\"org.parcours.StepRecorded.v1\", \"org\\u0000\", type",
                "\"1.0\", \"1.\\u0000\", specversion",
                "\"FAIT\", \"FA\\u0000IT\", data.patient.name.family",
                "\"FAIT\", \"FA\\u0092IT\", data.patient.name.family",
                "\"Marche\", \"Marche \\ud83d\", data.title",
                "\"Marche\", \"Marche \\ude09\\ud83d\", data.title",
                "\"Marche\", \"Marche \\u001b[2J\", data.title",
                "\"S1\", \"S\\u0000\", data.step.value",
                "\"KINE\", \"K\\u0001\", source",
                "\"K1\", \"K\\u0007\", data.patient.identifiers[0].value",
                "\"physiotherapy\", \"p\\u0000\", data.kind",
                "\"DONE\", \"D\\u0000\", data.status"
            })
    void a_text_that_no_store_keeps_is_rejected_with_its_path(String was, String becomes, String path)
            throws Exception {
        assertRejected(facts.send(event(DATA).replaceFirst(was, becomes.replace("\\", "\\\\"))), "PARC-0126", path);
    }

    @Test
    void the_name_of_a_field_is_a_text_too_and_its_path_can_be_stored() throws Exception {
        assertRejected(
                facts.send(event(stepWith("\"details\": {\"n\\u0000\": \"1\"}"))),
                "PARC-0126",
                "data.details[\"n\\u0000\"]");
        assertRejected(facts.send(event(stepWith("\"x\\ud83d\": \"1\""))), "PARC-0126", "data[\"x\\uD83D\"]");
        assertRejected(
                facts.send(event(stepWith("\"details\": {\"\\u202e931\": \"1\"}"))),
                "PARC-0126",
                "data.details[\"\u202e931\"]");
    }

    @Test
    void an_unknown_field_and_an_extension_are_checked_too() throws Exception {
        assertRejected(facts.send(event(stepWith("\"x\": {\"y\": [\"a\", \"\\u0000\"]}"))), "PARC-0126", "data.x.y[1]");
        assertRejected(
                facts.send(event(DATA).replace("\"data\"", "\"ward\": \"\\u0000\", \"data\"")), "PARC-0126", "ward");
    }

    @Test
    void an_event_of_a_batch_with_such_a_text_is_rejected_alone() throws Exception {
        String batch = "[" + event("1", "KINE", DATA) + "," + event("2", "KINE\\u0000", DATA) + ","
                + event("3", "KINE", DATA.replace("Marche", "\\ud83d")) + "]";
        facts.send(batch)
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$[0].status").value("recorded"))
                .andExpect(jsonPath("$[1].problem.path").value("events[1].source"))
                .andExpect(jsonPath("$[2].problem.path").value("events[2].data.title"));
        assertThat(facts.quarantine.all())
                .extracting(QuarantinedMessage::sender)
                .containsExactly("KINE\uFFFD", "KINE");
    }

    @Test
    void characters_that_hide_or_reverse_a_text_are_removed_and_page_ends_are_line_ends() throws Exception {
        facts.send(event(DATA.replace("Marche", "dose \\u202e139\\fmg\\u200b\\tx\\r\\ny")))
                .andExpect(status().isCreated());

        assertThat(step().title()).contains("dose 139\nmg\tx\r\ny");
    }

    @ParameterizedTest
    @ValueSource(strings = {" K1 ", "\\ufeffK1", "K1\\u00a0", "\\u200bK1\\t"})
    void a_number_with_blanks_or_invisible_characters_is_the_same_number(String number) throws Exception {
        facts.send(event(DATA.replace("\"K1\"", "\"" + number + "\"").replace("urn:oid:", " URN:OID:")))
                .andExpect(status().isCreated());

        assertThat(facts.recorder.firstFact().patient().identifiers())
                .singleElement()
                .hasToString("Identifier[system=urn:oid:2.999.20.1, value=K1, type=Optional.empty]");
    }

    @Test
    void an_identifier_of_blanks_is_rejected_with_its_path() throws Exception {
        assertRejected(
                facts.send(event(DATA.replace("\"K1\"", "\"\\u00a0\""))), "PARC-0109", "data.patient.identifiers[0]");
    }

    @Test
    void an_INS_is_one_however_its_system_is_written() throws Exception {
        assertRejected(
                facts.send(event(DATA.replace("urn:oid:2.999.20.1", "1.2.250.1.213.1.4.8"))),
                "PARC-0119",
                "data.patient.identityStatus");
    }

    @ParameterizedTest
    @CsvSource({
        "\"Marche\", 100000, data.title",
        "\"Marche\", 1001, data.title",
        "\"FAIT\", 1001, data.patient.name.family",
        "\"K1\", 513, data.patient.identifiers[0].value",
        "\"S1\", 513, data.step.value",
        "\"E1\", 513, id"
    })
    void a_text_of_absurd_length_is_rejected_with_what_was_found_and_what_is_expected(
            String was, int length, String path) throws Exception {
        String sent = event(DATA).replace(was, "\"" + "A".repeat(length) + "\"");
        assertRejected(facts.send(sent), "PARC-0127", path)
                .andExpect(jsonPath("$.detail").value(containsString(length + " characters found; at most ")));
    }

    @Test
    void a_source_of_absurd_length_is_rejected_and_quarantined_under_its_beginning() throws Exception {
        assertRejected(facts.send(event("E1", "S".repeat(100_000), DATA)), "PARC-0127", "source");
        assertThat(facts.quarantine.only().sender()).hasSize(512);
    }

    @Test
    void the_limits_are_configuration_and_count_characters_as_people_do() throws Exception {
        FactsEndpoint short5 = new FactsEndpoint(Map.of("parcours.http.max-text", "5", "parcours.http.max-name", "15"));
        short5.send(event(stepWith("\"details\": {\"a\": \"😉😉😉😉😉\"}"))).andExpect(status().isCreated());
        short5.send(event("E2", "KINE", stepWith("\"details\": {\"a\": \"123456\"}")))
                .andExpect(jsonPath("$.field").value("data.details.a"));
        short5.send(event("E3", "KINE", stepWith("\"details\": {\"%s\": \"1\"}".formatted("a".repeat(16)))))
                .andExpect(jsonPath("$.field").value("data.details.aaaaaaaaaaaaaaaa"));
    }

    @Test
    void a_long_observed_text_is_stored_as_a_document() throws Exception {
        String text = "Lames relues. ".repeat(5_000);
        facts.send(event(stepWith("\"order\": {\"placer\": {\"system\": \"a\", \"value\": \"1\"}}, "
                                        + "\"examination\": {\"code\": \"AP\"}, \"observations\": "
                                        + "[{\"code\": {\"code\": \"AP\", \"text\": \"Anapath\"}, \"value\": \"" + text
                                        + "\"}]")
                                .replace("\"DONE\"", "\"FINAL\""))
                        .replace("StepRecorded", "ResultIssued"))
                .andExpect(status().isCreated());

        var observation = ((ResultIssued) facts.recorder.firstFact().event())
                .observations()
                .getFirst();
        assertThat(observation.value()).hasSize(20_000).endsWith("…");
        assertThat(new String(facts.documents.bytes(
                        observation.document().orElseThrow().sha256())))
                .isEqualTo(text);
    }

    @Test
    void a_number_is_recorded_with_the_digits_that_were_sent() throws Exception {
        facts.send(
                        event(
                                stepWith(
                                        "\"details\": {\"a\": 1.10, \"b\": 0.0000001, \"c\": 100, \"d\": -0.50, \"e\": true, \"f\": 12345678901234567890}")))
                .andExpect(status().isCreated());

        assertThat(step().details())
                .isEqualTo(Map.of(
                        "a",
                        "1.10",
                        "b",
                        "0.0000001",
                        "c",
                        "100",
                        "d",
                        "-0.50",
                        "e",
                        "true",
                        "f",
                        "12345678901234567890"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1E+999999999", "1e-999999999", "1e99999999999", "1E2147483648", "0.1e101"})
    void a_number_of_absurd_size_is_rejected_at_once_with_its_path(String number) throws Exception {
        long start = System.nanoTime();
        facts.send(event(stepWith("\"details\": {\"dose\": " + number + "}")))
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.field").value("data.details.dose"));
        facts.send(event(stepWith("\"x\": [" + number + "]")))
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.field").value("data.x[0]"));

        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
        assertThat(facts.recorder.messages()).isEmpty();
    }

    @Test
    void a_number_of_many_digits_is_rejected_with_its_path() throws Exception {
        assertRejected(
                facts.send(event(stepWith("\"details\": {\"dose\": " + "9".repeat(150) + "}"))),
                "PARC-0128",
                "data.details.dose");
        assertRejected(
                facts.send(event(stepWith("\"details\": {\"dose\": " + "9".repeat(100_000) + "}"))),
                "PARC-0128",
                "data.details.dose");
    }

    @Test
    void the_same_number_written_again_by_another_library_is_one_fact() throws Exception {
        facts.send(event(stepWith("\"details\": {\"a\": 1.10, \"b\": 2.0}"))).andExpect(status().isCreated());
        facts.send(event(stepWith("\"details\": {\"b\": 2.00, \"a\": 1.1}"))).andExpect(status().isOk());
    }

    private StepRecorded step() {
        return (StepRecorded) facts.recorder.firstFact().event();
    }

    private ResultActions assertRejected(ResultActions response, String code, String path) throws Exception {
        response.andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.code").value(code))
                .andExpect(jsonPath("$.field").value(path))
                .andExpect(jsonPath("$.quarantine").isNotEmpty());
        assertThat(facts.recorder.messages()).isEmpty();
        return response;
    }
}
