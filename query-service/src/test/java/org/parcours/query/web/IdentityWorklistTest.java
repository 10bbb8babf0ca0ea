package org.parcours.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.parcours.events.Anomaly;
import org.parcours.events.Demographics;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.PatientId;
import org.parcours.query.EventLogBuilder;

/** The work list of doubtful identities, and the search by former numbers, over HTTP and with a database. */
@Timeout(60)
class IdentityWorklistTest {

    private static final PatientId MARIE = EventLogBuilder.patient(1);
    private static final PatientId PAUL = EventLogBuilder.patient(2);
    private static final String SYSTEM = "urn:oid:1.2.250.1.71.4.2.2";

    private final EventLogBuilder log = new EventLogBuilder();
    private final RunningQueryService service = new RunningQueryService();

    @AfterEach
    void stop() {
        service.close();
    }

    private void given() {
        log.register(MARIE, "2026-03-01T08:00", "MARTIN", "Marie", "8000123");
        log.register(PAUL, "2026-03-01T08:01", "LEROUX", "Paul", "8000456");
    }

    @Test
    void lists_each_doubtful_identity_once_newest_first_with_a_link_to_the_timeline() {
        given();
        for (int i = 1; i < 4; i++) {
            log.from("LAB").withAnomalies(Anomaly.of(Anomaly.Code.ANOTHER_PERSON_UNDER_THIS_NUMBER, "name, birthDate"));
            log.add(MARIE, "2026-03-02T08:0" + i, EventLogBuilder.admitted("V" + i, "M" + i, "CARDIO"));
        }
        log.from("GAM").withAnomalies(Anomaly.Code.STAY_OF_ANOTHER_PATIENT, Anomaly.Code.ADMITTED_TWICE);
        log.add(PAUL, "2026-03-02T09:00", EventLogBuilder.admitted("V1", "M9", "CARDIO"));
        service.apply(log.events());

        String api = service.get("/api/worklists/identity").body();
        String page = service.page("/worklists/identity?lang=en").body();

        assertThat(JsonPath.<List<String>>read(api, "$.lines[*].code"))
                .containsExactly("STAY_OF_ANOTHER_PATIENT", "ANOTHER_PERSON_UNDER_THIS_NUMBER");
        assertThat(JsonPath.<List<String>>read(api, "$.lines[*].application")).containsExactly("GAM", "LAB");
        assertThat(JsonPath.<Integer>read(api, "$.lines[1].events")).isEqualTo(3);
        assertThat(page).contains("href=\"/patients/" + MARIE, "href=\"/patients/" + PAUL, "This stay is known under");
        assertThat(page).contains("href=\"/worklists/identity\" aria-current=\"page\"");
        assertThat(page).doesNotContain("More than");
        assertThat(service.page("/worklists/identity?lang=fr").body())
                .contains("À traiter", "Ce séjour est connu", "nom, date de naissance");
    }

    @Test
    void an_anomaly_about_two_patients_is_closed_once_they_are_merged() {
        given();
        log.withAnomalies(Anomaly.of(Anomaly.Code.IDENTIFIERS_OF_TWO_PATIENTS, "also patient " + PAUL));
        log.add(MARIE, "2026-03-02T08:00", EventLogBuilder.admitted("V1", "M1", "CARDIO"));
        service.apply(log.events());
        assertThat(service.get("/api/worklists/identity").body()).contains(MARIE.toString());

        log.add(MARIE, "2026-03-02T09:00", new PatientsMerged(List.of(), Optional.of(PAUL)));
        service.apply(log.events());

        assertThat(service.get("/api/worklists/identity").body()).doesNotContain(MARIE.toString());
        assertThat(service.page("/worklists/identity?lang=en").body()).contains("No open identity anomaly");
    }

    @Test
    void says_that_there_are_more_than_it_lists() {
        for (int i = 1; i <= 101; i++) {
            PatientId patient = EventLogBuilder.patient(i);
            log.register(patient, "2026-03-01T08:00", "MARTIN", "Marie", "80" + i);
            log.withAnomalies(Anomaly.Code.ANOTHER_PERSON_UNDER_THIS_NUMBER);
            log.add(patient, "2026-03-02T08:00", EventLogBuilder.admitted("V" + i, "M" + i, "CARDIO"));
        }
        service.apply(log.events());

        assertThat(JsonPath.<List<String>>read(
                        service.get("/api/worklists/identity").body(), "$.lines[*].code"))
                .hasSize(100);
        assertThat(service.page("/worklists/identity?lang=en").body()).contains("More than 100");
    }

    @Test
    void a_retired_and_an_absorbed_number_find_the_survivor() {
        given();
        Identifier retired = Identifier.of(SYSTEM, "8000123");
        log.add(
                MARIE,
                "2026-03-02T08:00",
                new PatientIdentityUpdated(
                        List.of(Identifier.of(SYSTEM, "8000789")), List.of(retired), Demographics.UNKNOWN));
        log.add(MARIE, "2026-03-02T09:00", new PatientsMerged(List.of(), Optional.of(PAUL)));
        service.apply(log.events());

        for (String query : List.of(
                "q=8000123",
                "q=8000456",
                "q=8000789",
                "identifier=" + SYSTEM + "%7C8000123",
                "identifier=" + SYSTEM + "%7C8000456")) {
            assertThat(JsonPath.<List<String>>read(
                            service.get("/api/patients?" + query).body(), "$[*].id"))
                    .as(query)
                    .containsExactly(MARIE.toString());
        }
    }
}
