package org.parcours.command.feeds.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
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
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.PartialDateTime;
import org.parcours.events.TimeOrigin;

/** Rules 8 and 10: what is not used is named, and no time is more precise than its sender said. */
class FactTimesAndUnknownFieldsTest {

    private static final String TIME = "2026-03-10T09:30:00+01:00";

    private final FactsEndpoint facts = new FactsEndpoint();

    @ParameterizedTest
    @CsvSource({
        "2026, 2026+01:00, STATED_WITHOUT_OFFSET",
        "2026-07, 2026-07+02:00, STATED_WITHOUT_OFFSET",
        "2026-03-10, 2026-03-10+01:00, STATED_WITHOUT_OFFSET",
        "2026-03-10+00:00, 2026-03-10Z, STATED",
        "2026-03-10T09, 2026-03-10T09+01:00, STATED_WITHOUT_OFFSET",
        "2026-03-10T09:30, 2026-03-10T09:30+01:00, STATED_WITHOUT_OFFSET",
        "2026-07-10T09:30:15, 2026-07-10T09:30:15+02:00, STATED_WITHOUT_OFFSET",
        "2026-03-10T09:30+04:00, 2026-03-10T09:30+04:00, STATED",
        "2026-03-10T09:30:00.250Z, 2026-03-10T09:30:00.25Z, STATED",
        "2026-03-10 09:30:00z, 2026-03-10T09:30:00Z, STATED",
        "2026-03-10t09:30:00Z, 2026-03-10T09:30:00Z, STATED"
    })
    void a_time_has_the_precision_with_which_it_was_sent(String sent, String recorded, TimeOrigin origin)
            throws Exception {
        facts.send(event(DATA.replace(TIME, sent))).andExpect(status().isCreated());

        Fact fact = facts.recorder.firstFact();
        assertThat(new PartialDateTime(fact.occurredAt(), fact.annotations().precision()).text())
                .isEqualTo(recorded);
        assertThat(fact.annotations().origin()).isEqualTo(origin);
    }

    @Test
    void a_local_time_of_the_hour_that_exists_twice_or_not_at_all_is_flagged() throws Exception {
        facts.send(event(DATA.replace(TIME, "2026-10-25T02:30:00"))).andExpect(status().isCreated());
        facts.send(event("E2", "KINE", DATA.replace(TIME, "2026-03-29T02:30:00")))
                .andExpect(status().isCreated());

        assertThat(facts.recorder.messages().stream()
                        .flatMap(message -> message.facts().stream())
                        .flatMap(fact -> fact.anomalies().stream())
                        .map(Anomaly::code))
                .containsExactly(Anomaly.Code.TIME_AMBIGUOUS, Anomaly.Code.TIME_DOES_NOT_EXIST);
    }

    @Test
    void the_zone_of_times_without_an_offset_is_configuration() throws Exception {
        FactsEndpoint reunion = new FactsEndpoint(Map.of("parcours.http.zone", "Indian/Reunion"));
        reunion.send(event(DATA.replace(TIME, "2026-03-10T09:30:00"))).andExpect(status().isCreated());

        assertThat(reunion.recorder.firstFact().occurredAt()).hasToString("2026-03-10T09:30+04:00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10/03/2026",
                "2026-13",
                "2026-02-30",
                "20260310",
                "2026-03-10T25:00:00Z",
                "yesterday",
                "0000",
                "-2026",
                "2026-03-10T09:30:00+01",
                "2026-3-1",
                "1773133800"
            })
    void what_is_no_time_is_rejected(String sent) throws Exception {
        facts.send(event(DATA.replace(TIME, sent)))
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.code").value("PARC-0112"))
                .andExpect(jsonPath("$.field").value("data.occurredAt"));
    }

    @Test
    void a_time_of_another_kind_is_rejected_and_not_replaced_by_that_of_the_cloud_event() throws Exception {
        facts.send(event(DATA.replace("\"" + TIME + "\"", "1773133800"))
                        .replace("\"id\"", "\"time\": \"2026-03-11T00:00:00Z\", \"id\""))
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.field").value("data.occurredAt"));
    }

    @Test
    void the_time_of_the_cloud_event_is_that_of_the_report() throws Exception {
        facts.send(event(DATA.replace("\"occurredAt\": \"" + TIME + "\",", ""))
                        .replace("\"id\"", "\"time\": \"2026-03-11T00:00:00Z\", \"id\""))
                .andExpect(status().isCreated());

        assertThat(facts.recorder.firstFact().annotations().origin()).isEqualTo(TimeOrigin.DERIVED);
    }

    @Test
    void without_any_time_the_fact_is_rejected_and_never_now() throws Exception {
        facts.send(event(DATA.replace("occurredAt", "occuredAt")))
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.code").value("PARC-0111"))
                .andExpect(jsonPath("$.field").value("data.occurredAt"));
    }

    @Test
    void typing_errors_and_fields_of_other_events_are_named_and_counted_as_unread() throws Exception {
        facts.send(event(stepWith(
                                "\"tittle\": \"a\", \"surgery\": {\"system\": \"a\", \"value\": \"b\"}, "
                                        + "\"identifiers\": [{\"system\": \"a\", \"value\": \"b\"}], \"empty\": [], \"none\": null,"
                                        + "\"visit\": {\"number\": {\"system\": \"v\", \"value\": \"1\", \"typ\": \"VN\"}, \"class\": \"I\"}")
                        .replace("\"name\":", "\"identifers\": [1], \"birthdate\": \"1958\", \"name\":")
                        .replace("\"given\"", "\"givn\"")
                        .replace("\"K1\"", "\"K1\", \"assigner\": \"x\"")))
                .andExpect(status().isCreated())
                .andExpect(jsonPath(
                        "$[0].ignored",
                        containsInAnyOrder(
                                "data.tittle",
                                "data.surgery",
                                "data.identifiers",
                                "data.visit.number.typ",
                                "data.visit.class",
                                "data.patient.identifers",
                                "data.patient.birthdate",
                                "data.patient.name.givn",
                                "data.patient.identifiers[0].assigner")));

        assertThat(facts.recorder.firstFact().annotations().unread())
                .hasSize(9)
                .contains("data.tittle", "data.patient.name.givn");
    }

    @Test
    void attributes_that_are_not_used_are_named_but_not_counted() throws Exception {
        facts.send(
                        event(DATA)
                                .replace(
                                        "\"id\"",
                                        "\"traceparent\": \"00-a\", \"subject\": \"x\", \"dataschema\": \"urn:x\", \"time\": \"yesterday\", \"id\""))
                .andExpect(status().isCreated())
                .andExpect(
                        jsonPath("$[0].ignored", containsInAnyOrder("traceparent", "subject", "dataschema", "time")));

        assertThat(facts.recorder.firstFact().annotations().unread()).isEmpty();
    }

    @Test
    void a_fact_of_known_fields_alone_has_nothing_ignored() throws Exception {
        facts.send(event(stepWith("\"author\": \"A\", \"entryMode\": \"LIVE\", \"details\": {\"any\": \"thing\"}, "
                                + "\"visit\": {\"number\": {\"system\": \"v\", \"value\": \"1\"}}")
                        .replace("\"name\":", "\"identityStatus\": \"VALI\", \"sex\": \"F\", \"name\":")))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$[0].ignored").doesNotExist());
    }

    @Test
    void in_strict_mode_an_unknown_field_is_rejected() throws Exception {
        FactsEndpoint strict = new FactsEndpoint(Map.of("parcours.http.strict", "true"));
        strict.send(event(stepWith("\"tittle\": \"a\"")))
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.code").value("PARC-0125"))
                .andExpect(jsonPath("$.field").value("data.tittle"));
        strict.send(event(DATA).replace("\"id\"", "\"traceparent\": \"00-a\", \"id\""))
                .andExpect(status().isCreated());
    }

    @Test
    void the_same_event_in_every_mode_and_order_of_fields_is_one_fact() throws Exception {
        String reordered =
                "{\"data\": {\"title\": \"March\\u0065\", \"step\": {\"value\": \"S1\", \"system\": \"KINE\"},"
                        + DATA.substring(1, DATA.indexOf("\"step\"")).stripTrailing()
                        + "\"zz\": 1}, \"type\": \"" + FactsEndpoint.STEP_TYPE
                        + "\", \"source\": \"KINE\", \"id\": \"E1\"}";
        facts.send("[" + event(DATA) + "]").andExpect(status().isCreated());
        facts.perform(FactsEndpoint.binary("E1", "KINE")).andExpect(status().isOk());
        facts.send(reordered.replace(",\"zz\": 1", "").replace(", \"zz\": 1", ""))
                .andExpect(status().isOk());
        facts.send("[" + event(DATA) + "," + event(DATA) + "]").andExpect(status().isOk());

        assertThat(facts.recorder.messages()).hasSize(1);
    }
}
