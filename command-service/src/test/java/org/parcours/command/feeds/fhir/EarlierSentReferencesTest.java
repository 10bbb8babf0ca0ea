package org.parcours.command.feeds.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.Location;
import org.parcours.events.PersonName;
import org.parcours.events.Practitioner;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** A source sends its places and people once: what refers to them later shows their names. */
class EarlierSentReferencesTest {

    private static final String WARD = """
            {"resourceType": "Location", "id": "ward", "name": "Cardiologie"%s,
             "physicalType": {"coding": [{"code": "wa"}]}, "partOf": {"reference": "Location/site"}}""";

    private static final String BED = """
            {"resourceType": "Location", "id": "bed", "name": "Lit 12", "physicalType": {"coding": [{"code": "bd"}]},
             "partOf": {"reference": "Location/ward"}}""";

    private static final String SITE = """
            {"resourceType": "Location", "id": "site", "name": "Hôpital Nord", "physicalType": {"coding": [{"code": "si"}]}}""";

    private static final String DOCTOR = """
            {"resourceType": "Practitioner", "id": "d1", "identifier": [{"system": "urn:oid:1.2.250.1.71.4.2.1", "value": "801"}],
             "name": [{"family": "Martin", "given": ["Anne"]}]}""";

    private static final String ROLE = """
            {"resourceType": "PractitionerRole", "id": "r1", "practitioner": {"reference": "Practitioner/d1"}}""";

    private static final String ENCOUNTER = """
            {"resourceType": "Encounter", "id": "e1", "status": "in-progress", "class": {"code": "IMP"},
             "identifier": [{"system": "urn:nda", "value": "S1"}],
             "subject": {"identifier": {"system": "urn:ipp", "value": "1"}}, "period": {"start": "2026-03-01T10:00:00+01:00"},
             "participant": [{"type": [{"coding": [{"code": "ATND"}]}], "individual": {"reference": "PractitionerRole/r1"}}],
             "location": [{"location": {"reference": "Location/bed"%s}}]}""";

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

    private void send(String address, String resource) throws Exception {
        fhir.put(address, resource);
    }

    private void sendPlacesAndPeople() throws Exception {
        send("Location/site", SITE);
        send("Location/ward", WARD.formatted(""));
        send("Location/bed", BED);
        send("Practitioner/d1", DOCTOR);
        send("PractitionerRole/r1", ROLE);
    }

    private PatientAdmitted admission() {
        return fhir.events(PatientAdmitted.class).getLast();
    }

    @Test
    void a_stay_shows_the_place_with_what_contains_it_and_the_doctor_that_were_sent_before() throws Exception {
        sendPlacesAndPeople();

        send("Encounter/e1", ENCOUNTER.formatted(""));

        assertThat(admission().location())
                .contains(new Location(
                        "Cardiologie", Optional.empty(), Optional.of("Lit 12"), Optional.of("Hôpital Nord")));
        assertThat(admission().doctor().flatMap(Practitioner::name)).contains(PersonName.of("Martin", "Anne"));
    }

    @Test
    void a_display_is_shown_as_it_is_and_another_application_has_places_of_its_own() throws Exception {
        sendPlacesAndPeople();

        send("Encounter/e1", ENCOUNTER.formatted(", \"display\": \"Lit de couloir\""));
        fhir.http()
                .perform(MockMvcRequestBuilders.put("/fhir/Encounter/e1?source=LAB")
                        .contentType("application/fhir+json")
                        .content(ENCOUNTER.formatted("").replace("S1", "S2")));

        assertThat(fhir.events(PatientAdmitted.class))
                .extracting(event -> event.location().map(Location::unit).orElse(""))
                .containsExactly("Lit de couloir", "bed");
    }

    @Test
    void a_name_that_is_learnt_after_the_stay_changes_nothing_until_the_stay_changes() throws Exception {
        send("Encounter/e1", ENCOUNTER.formatted(""));
        assertThat(admission().location()).contains(Location.of("bed"));
        long before = fhir.head();

        sendPlacesAndPeople();
        send("Encounter/e1", ENCOUNTER.formatted(""));

        assertThat(fhir.head()).isEqualTo(before);
    }

    @Test
    void a_stay_that_is_sent_again_records_nothing_although_its_unit_was_renamed() throws Exception {
        sendPlacesAndPeople();
        send("Encounter/e1", ENCOUNTER.formatted(""));
        long before = fhir.head();

        send("Encounter/e1", ENCOUNTER.formatted(""));
        assertThat(fhir.head()).as("unchanged").isEqualTo(before);
        send("Location/ward", WARD.formatted("").replace("Cardiologie", "Cardiologie A"));
        send("Encounter/e1", ENCOUNTER.formatted(""));
        assertThat(fhir.head()).as("renamed").isEqualTo(before);

        send("Encounter/e1", ENCOUNTER.formatted("").replace("Location/bed", "Location/ward"));
        assertThat(fhir.head()).as("another place").isGreaterThan(before);
    }

    @Test
    void an_older_version_of_a_place_does_not_replace_the_newer_one() throws Exception {
        send("Location/ward", WARD.formatted(", \"meta\": {\"lastUpdated\": \"2026-02-02T10:00:00Z\"}"));
        send(
                "Location/ward",
                WARD.formatted(", \"meta\": {\"lastUpdated\": \"2026-01-01T10:00:00Z\"}")
                        .replace("Cardiologie", "Ancien nom"));

        send("Encounter/e1", ENCOUNTER.formatted("").replace("Location/bed", "Location/ward"));

        assertThat(admission().location().map(Location::unit)).contains("Cardiologie");
    }

    @Test
    void places_that_contain_each_other_are_named_once() throws Exception {
        send("Location/ward", WARD.formatted("").replace("Location/site", "Location/bed"));
        send("Location/bed", BED);

        send("Encounter/e1", ENCOUNTER.formatted(""));

        assertThat(admission().location().map(Location::unit)).contains("Cardiologie");
    }

    @Test
    void the_answer_says_that_a_place_is_kept_for_references_and_validation_keeps_none() throws Exception {
        String validated = fhir.http()
                .perform(MockMvcRequestBuilders.post("/fhir/Location/$validate?source=EHR")
                        .contentType("application/fhir+json")
                        .content(SITE.replace("\"site\"", "\"bed\"")))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(validated).contains("kept for references");
        send("Encounter/e1", ENCOUNTER.formatted(""));
        assertThat(admission().location()).contains(Location.of("bed"));

        String answer =
                fhir.put("Location/site", SITE).andReturn().getResponse().getContentAsString();
        assertThat(answer).contains("kept for references");
    }

    @Test
    void a_place_is_found_by_its_number_and_a_bundle_refers_to_what_earlier_ones_contained() throws Exception {
        fhir.send("""
                {"resourceType": "Bundle", "type": "batch", "entry": [
                 {"fullUrl": "http://his.example/fhir/Organization/lab", "resource": {"resourceType": "Organization", "id": "lab",
                  "identifier": [{"system": "urn:finess", "value": "750"}], "name": "Laboratoire Sud"},
                  "request": {"method": "PUT", "url": "Organization/lab"}}]}""");

        fhir.send("""
                {"resourceType": "Bundle", "type": "batch", "entry": [{"resource":
                 {"resourceType": "Observation", "id": "o", "status": "final", "code": {"text": "Sodium"}, "valueString": "140",
                  "identifier": [{"system": "urn:o", "value": "1"}], "effectiveDateTime": "2026-03-01T10:00:00Z",
                  "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}]}],
                  "subject": {"identifier": {"system": "urn:ipp", "value": "1"}},
                  "performer": [{"type": "Organization", "identifier": {"system": "urn:finess", "value": "750"}},
                                {"reference": "http://his.example/fhir/Organization/lab"}]}}]}""");

        assertThat(fhir.events(ResultIssued.class)).hasSize(1);
        assertThat(fhir.recorded().getLast().annotations().details().toString())
                .contains("Laboratoire Sud")
                .doesNotContain("750");
    }
}
