package org.parcours.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.parcours.events.Demographics;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.PatientId;
import org.parcours.events.PersonName;
import org.parcours.query.DemoLog;
import org.parcours.query.EventLogBuilder;

/** The labels of patients and steps on the pages. */
class PatientAndStepLabelsTest {

    private static final RunningQueryService SERVICE = new RunningQueryService();

    static {
        SERVICE.apply(DemoLog.events());
    }

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    @Test
    void the_journal_shows_the_same_patient_banner_as_the_timeline() {
        for (String page : List.of("", "/journal")) {
            assertThat(page(SERVICE, DemoLog.SOPHIE, page))
                    .contains("MARTIN Sophie", "née LEFÈVRE", "17 avr. 1958", "8000417233");
        }
    }

    @Test
    void a_line_of_the_journal_names_its_step_and_links_to_it() {
        String journal = page(SERVICE, DemoLog.SOPHIE, "/journal");
        assertThat(text(journal))
                .contains(
                        "Étape enregistrée Kinésithérapie · Premier lever, 20 m avec deux cannes",
                        "Médicament administré Énoxaparine 4000 UI SC",
                        "Résultat corrigé Examen · Numération formule sanguine",
                        "Mutation REA-1")
                .contains(", HL7 v2")
                .doesNotContain("hl7v2");
        assertThat(Pattern.compile("href=\"/patients/" + DemoLog.SOPHIE + "(/entries/([0-9a-z-]+))\"")
                        .matcher(journal)
                        .results())
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(page(SERVICE, DemoLog.SOPHIE, entry.group(1)))
                        .contains("id=\"e-" + entry.group(2) + "\""));
    }

    @Test
    void the_page_of_the_survivor_shows_the_merged_records() {
        assertThat(text(page(SERVICE, DemoLog.SOPHIE, "")))
                .contains("Ce dossier réunit aussi : MARTIN Sofie, IPP 8000999001, fusionné le 2 nov. 2026 11:01.")
                .contains("IPP fusionné 8000999001");
        assertThat(page(SERVICE, DemoLog.CROWDED, "")).doesNotContain("réunit aussi");
    }

    @Test
    void each_event_of_the_journal_of_merged_records_names_its_record() {
        String french = text(page(SERVICE, DemoLog.SOPHIE, "/journal"));
        String english = text(
                SERVICE.page("/patients/" + DemoLog.SOPHIE + "/journal?lang=en").body());

        assertThat(french).contains("dossier de MARTIN Sofie, IPP 8000999001", "dossier de MARTIN Sophie");
        assertThat(english).contains("record of MARTIN Sofie", "record of MARTIN Sophie");
        assertThat(text(page(SERVICE, DemoLog.CROWDED, "/journal")))
                .as("one record needs no label")
                .doesNotContain("dossier de");
    }

    @Test
    void after_an_unmerge_the_journal_has_the_events_of_the_patient_and_the_merge_and_unmerge_only() {
        try (RunningQueryService service = new RunningQueryService()) {
            PatientId one = EventLogBuilder.patient(1);
            PatientId other = EventLogBuilder.patient(2);
            EventLogBuilder log = new EventLogBuilder();
            log.register(one, "2026-03-02T08:00", "MARTIN", "Sophie", "8000001");
            log.add(one, "2026-03-02T08:10", EventLogBuilder.admitted("S1", "1", "1050"));
            log.register(other, "2026-03-03T08:00", "DURAND", "Anne", "8000002");
            log.add(other, "2026-03-03T08:10", EventLogBuilder.admitted("S2", "2", "2040"));
            log.add(one, "2026-03-04T08:00", new PatientsMerged(List.of(), Optional.of(other)));
            log.add(other, "2026-03-04T09:00", EventLogBuilder.discharged("S2", "3"));
            service.apply(log.events());
            assertThat(positions(service, one)).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(text(page(service, other, "/journal"))).contains("dossier de DURAND Anne");

            log.add(one, "2026-03-05T08:00", new PatientsUnmerged(List.of(), Optional.of(other)));
            service.apply(log.events().subList(6, 7));

            assertThat(positions(service, one)).containsExactly(1, 2, 5, 7);
            assertThat(positions(service, other)).containsExactly(3, 4, 5, 6, 7);
            assertThat(text(page(service, one, "/journal"))).doesNotContain("DURAND", "2040");
            assertThat(text(page(service, other, "/journal")))
                    .contains("dossier de DURAND Anne", "dossier d'un autre patient")
                    .doesNotContain("MARTIN", "1050");
        }
    }

    @Test
    void the_journal_has_the_events_of_a_stay_that_was_reassigned_to_the_patient() {
        try (RunningQueryService service = new RunningQueryService()) {
            PatientId one = EventLogBuilder.patient(1);
            PatientId former = EventLogBuilder.patient(2);
            EventLogBuilder log = new EventLogBuilder();
            log.register(one, "2026-03-02T08:00", "MARTIN", "Sophie", "8000001");
            log.register(former, "2026-03-03T08:00", "DURAND", "Anne", "8000002");
            log.add(former, "2026-03-03T08:10", EventLogBuilder.admitted("S2", "2", "2040"));
            log.add(
                    one,
                    "2026-03-04T08:00",
                    new StayReassigned(EventLogBuilder.visit("S2"), List.of(), Optional.of(former)));
            service.apply(log.events());

            assertThat(positions(service, one)).containsExactly(1, 3, 4);
            assertThat(positions(service, former)).containsExactly(2, 4);
            assertThat(text(page(service, one, "/journal")))
                    .contains("dossier d'un autre patient")
                    .doesNotContain("DURAND");
        }
    }

    private static List<Integer> positions(RunningQueryService service, PatientId patient) {
        return JsonPath.read(
                service.page("/api/patients/" + patient + "/journal").body(), "$[*].position");
    }

    @Test
    void an_identifier_without_a_type_is_not_labelled_with_an_oid() {
        try (RunningQueryService service = new RunningQueryService()) {
            PatientId patient = EventLogBuilder.patient(7);
            EventLogBuilder log = new EventLogBuilder();
            log.add(
                    patient,
                    "2026-11-20T10:00",
                    new PatientRegistered(
                            List.of(Identifier.of("urn:oid:2.999.10.1", "4711")),
                            new Demographics(
                                    Optional.of(PersonName.of("SANS", "Type")),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty())));
            service.apply(log.events());

            for (String page : List.of(
                    page(service, patient, ""), service.page("/?lang=fr").body())) {
                assertThat(text(page)).contains("Identifiant 4711").doesNotContain("urn:oid");
            }
        }
    }

    private static String page(RunningQueryService service, PatientId patient, String page) {
        return service.page("/patients/" + patient + page + "?lang=fr").body();
    }

    /** The visible text, without the JSON of the events. */
    private static String text(String html) {
        return html.replaceAll("(?s)<pre.*?</pre>|<[^>]*>", " ")
                .replace("&#39;", "'")
                .replaceAll("\\s+", " ");
    }
}
