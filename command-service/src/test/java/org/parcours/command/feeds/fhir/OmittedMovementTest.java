package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.events.StayEvent.PatientTransferred;
import org.parcours.events.StayEvent.ResponsibleDoctorChangeCancelled;
import org.parcours.events.StayEvent.TransferCancelled;

/** An Encounter states all of its movements: one that a later version does not list did not take place. */
class OmittedMovementTest {

    private static final String A = "{'location': {'display': 'A'}, 'period': {'start': '2026-03-01T08:00:00+01:00'}}";
    private static final String B = "{'location': {'display': 'B'}, 'period': {'start': '2026-03-02T08:00:00+01:00'}}";
    private static final String C = "{'location': {'display': 'C'}, 'period': {'start': '2026-03-03T08:00:00+01:00'}}";

    @TempDir
    private Path folder;

    private FhirTestService fhir;

    @BeforeEach
    void start() {
        fhir = new FhirTestService(folder);
    }

    @AfterEach
    void stop() {
        fhir.close();
    }

    @Test
    void a_transfer_that_is_no_longer_listed_is_cancelled_once() throws Exception {
        send("", A, B, C);
        send("", A, B);
        assertThat(fhir.events(TransferCancelled.class)).singleElement().satisfies(cancelled -> assertThat(
                        cancelled.movement().orElseThrow().id().value())
                .endsWith("#transfer-2"));
        long before = fhir.head();
        send("", A, B);
        assertThat(fhir.head()).as("again").isEqualTo(before);

        send("", A, B, C);
        assertThat(fhir.recorded().getLast().event()).isInstanceOf(PatientTransferred.class);
        send("", A);
        assertThat(fhir.events(TransferCancelled.class)).hasSize(3);
    }

    @Test
    void a_transfer_that_is_left_out_in_the_middle_leaves_one_to_the_last_place() throws Exception {
        send("", A, B, C);
        send("", A, C);

        assertThat(fhir.events(TransferCancelled.class)).hasSize(1);
        assertThat(fhir.events(PatientTransferred.class)
                        .getLast()
                        .location()
                        .orElseThrow()
                        .unit())
                .isEqualTo("C");
        assertThat(fhir.events(PatientTransferred.class)
                        .getLast()
                        .movement()
                        .orElseThrow()
                        .id()
                        .value())
                .endsWith("#transfer-1");
    }

    @Test
    void an_older_version_and_one_without_any_place_cancel_nothing() throws Exception {
        send("'meta': {'versionId': '2'},", A, B);
        send("'meta': {'versionId': '1'},", A);
        send("'meta': {'versionId': '3'},");
        assertThat(fhir.events(TransferCancelled.class)).isEmpty();
    }

    @Test
    void a_doctor_who_is_no_longer_listed_was_not_in_charge() throws Exception {
        String doctor = "{'type': [{'coding': [{'code': 'ATND'}]}], 'individual': {'display': 'Dr %s'},"
                + " 'period': {'start': '2026-03-0%sT08:00:00+01:00'}}";
        String first = doctor.formatted("UN", "1");
        send("'participant': [" + first + ", " + doctor.formatted("DEUX", "2") + "],", A);
        send("'participant': [" + first + "],", A);
        assertThat(fhir.events(ResponsibleDoctorChangeCancelled.class)).hasSize(1);
    }

    private void send(String elements, String... locations) throws Exception {
        String encounter = "{'resourceType': 'Encounter', 'id': 'e', " + elements + " 'status': 'in-progress',"
                + " 'class': {'code': 'IMP'}, 'period': {'start': '2026-03-01T08:00:00+01:00'},"
                + " 'subject': {'identifier': {'system': 'urn:ipp', 'value': '1'}}"
                + (locations.length == 0 ? "" : ", 'location': [" + String.join(", ", List.of(locations)) + "]") + "}";
        fhir.put("Encounter/e", encounter.replace('\'', '"'));
    }
}
